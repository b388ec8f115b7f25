using VarMem.Models.Generation;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;
using VarMem.Tests.Models.Var;

namespace VarMem.Tests.Models.Generation;

/// <summary>Scale by scale over the cache, against all scales at once.</summary>
public class StepTest
{
    public static TheoryData<string> Models => [.. SmallModels.All.Keys];

    [Fact]
    public void Logits_OfTheReferenceTokens_AreTheReferences()
    {
        const int Crops = 2;
        var tokens = EmojiTwin.ReferenceTokens[..(Crops * EmojiTwin.Tokens)];
        long[] labels = [EmojiTwin.Labels[0], EmojiTwin.Labels[0]];
        var expected = EmojiModel.Reference<float>("logits_first2.npy").Values;
        Assert.InRange(expected.Zip(Stepwise(EmojiModel.Folder, labels, tokens), (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
    }

    [Fact]
    public void Logits_OfOwnTokens_AreTheTeacherForcedOnes() =>
        AssertLikeTeacherForcing(EmojiModel.Folder, new Sampling { Cfg = 2, TopK = 100, TopP = 0.9 });

    /// <summary>Shared AdaLN, plain attention, one φ for all or for each scale, a first scale of four tokens, and so on.</summary>
    [Theory, MemberData(nameof(Models))]
    public void Logits_OfOwnTokens_OfEveryArchitecture(string name)
    {
        using var temp = new TempFolder();
        var made = SmallModels.All[name];
        var (vqvae, var) = made.WriteTorch(temp.Path);
        var heads = made.Transformer.HeadsFrom == HeadsFrom.Option ? made.Transformer.Heads : (int?)null;
        AssertLikeTeacherForcing(ModelBuilder.Build(vqvae, var, temp.File("built"), new ModelFacts { Heads = heads }), new Sampling { Cfg = 0 });
    }

    static void AssertLikeTeacherForcing(ModelFolder model, Sampling sampling)
    {
        var classes = model.Description.Transformer!.Architecture.ClassCount;
        using var generator = new ImageGenerator(model, sampling, seed: 1);
        var wanted = Enumerable.Range(0, 3).Select(i => new ImageToGenerate(i % (classes + 1), i, [])).ToArray();
        long[] tokens = [.. generator.Generate(wanted).SelectMany(image => image.Tokens)];
        long[] labels = [.. wanted.Select(image => (long)image.Label)];
        Assert.InRange(tokens.Distinct().Count(), 5, int.MaxValue);

        using var inputs = new DecoderSession(model, ModelBuilder.TransformerInput, wanted.Length);
        var expected = TeacherForcing.Logits(model, labels, inputs.Run(tokens));
        Close.Values([.. expected.Select(value => (double)value)], Stepwise(model, labels, tokens), "logits");
    }

    /// <summary>Logits (b, L, V) of given tokens (b, L): at each scale only the earlier ones are known.</summary>
    static float[] Stepwise(ModelFolder model, long[] labels, long[] tokens)
    {
        using var session = new StepSession(model, labels.Length);
        using var inputs = new DecoderSession(model, ModelBuilder.TransformerInput, labels.Length);
        using var pass = session.NewPass();
        var (length, codes) = (session.Architecture.TokenCount, session.Architecture.Vocabulary);
        var (known, logits) = (new long[tokens.Length], new float[tokens.Length * codes]);
        for (int s = 0, from = 0; s < session.Architecture.PatchNums.Length; s++)
        {
            var count = session.Architecture.PatchNums[s] * session.Architecture.PatchNums[s];
            var found = pass.Next(labels, inputs.Run(known));
            for (var i = 0; i < labels.Length; i++)
            {
                found.AsSpan(i * count * codes, count * codes).CopyTo(logits.AsSpan((i * length + from) * codes));
                tokens.AsSpan(i * length + from, count).CopyTo(known.AsSpan(i * length + from));
            }
            from += count;
        }
        return logits;
    }
}
