using VarMem.Models;
using VarMem.Models.Generation;
using VarMem.Tests.Models.Var;

namespace VarMem.Tests.Models.Generation;

/// <summary>Images of the emoji model.</summary>
public class ImageGeneratorTest
{
    static readonly Sampling Usual = new() { TopK = 200, TopP = 0.95 };

    static readonly ImageToGenerate[] Wanted = [.. Enumerable.Range(0, 19).Select(i => new ImageToGenerate(i % 10, i, []))];

    static IReadOnlyList<GeneratedImage> Generate(Sampling sampling, long seed, int threads, params ImageToGenerate[] wanted)
    {
        using var generator = new ImageGenerator(EmojiModel.Folder, sampling, seed, threads);
        return generator.Generate(wanted);
    }

    [Fact]
    public void Seeded_RepeatsBitForBit_WhateverIsBesideIt()
    {
        var together = Generate(Usual, 7, threads: 1, Wanted);
        AssertSame(together, Generate(Usual, 7, threads: 3, Wanted));
        AssertSame([.. together.Reverse()], Generate(Usual, 7, threads: 2, [.. Wanted.Reverse()]));
        AssertSame([together[12]], Generate(Usual, 7, threads: 1, Wanted[12]));
        AssertSame([together[3], together[18]], Generate(Usual, 7, threads: 1, Wanted[3], Wanted[18]));
    }

    [Fact]
    public void Seed_Index_AndClass_MakeOthers()
    {
        var one = new ImageToGenerate(2, 0, []);
        var tokens = Generate(Usual, 7, 1, one, one with { Index = 1 }, one with { Label = 3 }).Select(image => image.Tokens).ToArray();
        Assert.Equal(3, tokens.Append(Generate(Usual, 8, 1, one)[0].Tokens).DistinctBy(it => string.Join(',', it)).Count() - 1);
    }

    [Fact]
    public void Greedy_NeedsNoSeed()
    {
        var greedy = new Sampling { Greedy = true };
        AssertSame(Generate(greedy, 1, 1, Wanted[..9]), Generate(greedy, 2, 1, Wanted[..9]));
    }

    [Fact]
    public void TopKOfOne_IsGreedy() => AssertSame(
        Generate(new Sampling { Greedy = true }, 1, 1, Wanted[..9]), Generate(new Sampling { TopK = 1 }, 5, 1, Wanted[..9]));

    /// <summary>Given scales stay, the rest follows from them; with all given, the picture is the reference's reconstruction.</summary>
    [Fact]
    public void Given_FirstScales()
    {
        var reference = EmojiTwin.ReferenceTokens[..EmojiTwin.Tokens];
        var label = (int)EmojiTwin.Labels[0];
        int[] lengths = [0, 1, 5, 14, 30, 66, 130];
        var images = Generate(new Sampling { Greedy = true }, 1, 1, [.. lengths.Select(n => new ImageToGenerate(label, 0, reference[..n]))]);
        for (var i = 0; i < lengths.Length; i++) Assert.Equal(reference[..lengths[i]], images[i].Tokens[..lengths[i]]);
        Assert.NotEqual(reference, images[0].Tokens);
        var expected = EmojiModel.Reference<float>("reconstruction_first2.npy").Values;
        for (var i = 0; i < images[^1].Pixels.Length; i++) Assert.Equal(expected[i], images[^1].Pixels[i], 1e-3);
    }

    [Fact]
    public void Wanted_ThatCannotBe()
    {
        Assert.Equal("class 10 is none of the model's; expected 0 to 8, or 9 for none.", Error(new(10, 0, [])));
        Assert.Equal(
            "3 given tokens make no whole scales; expected those of the first i of the sides 1,2,3,4,6,8.", Error(new(0, 0, [1, 2, 3])));
        Assert.Equal("the given token 512 is no code; expected 0 to 511.", Error(new(0, 0, [512])));

        static string Error(ImageToGenerate image) => Assert.Throws<ModelException>(() => Generate(Usual, 0, 1, image)).Message;
    }

    static void AssertSame(IReadOnlyList<GeneratedImage> expected, IReadOnlyList<GeneratedImage> found)
    {
        Assert.Equal(expected.Count, found.Count);
        for (var i = 0; i < found.Count; i++)
        {
            Assert.Equal(expected[i].Tokens, found[i].Tokens);
            Assert.Equal(expected[i].Pixels, found[i].Pixels);
        }
    }
}
