using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Tests.Models.Var;

namespace VarMem.Tests.Models.Scoring;

public class CropNoiseTest
{
    static readonly float[] Images = EmojiModel.Reference<float>("images.npy").Values; // (128, 3, 32, 32)
    static readonly long[] Labels = EmojiModel.Reference<long>("labels.npy").Values; // (16)
    static readonly IReadOnlyList<Hook> Hooks = HookPattern.Select(EmojiModel.Folder.Hooks, [HookPattern.Default]);

    /// <summary>1, 2, 3, 4: variance 5/3, so √(5/12). Of values far from 0, too, and after another image.</summary>
    [Fact]
    public void StandardErrors_OfSmallNumbers_AreInClosedForm()
    {
        var noise = new CropNoise(crops: 4, length: 3);
        for (var image = 0; image < 2; image++)
        {
            for (var a = 0; a < 4; a++)
                noise.Add([-1, -1, -1, 1 + a, 7, 1e6f + a], slot: 1, a); // (batch 2, length 3)
            Assert.Equal([(float)Math.Sqrt(5 / 12.0), 0, (float)Math.Sqrt(5 / 12.0)], noise.StandardErrors().ToArray());
        }
    }

    /// <summary>The values that the mean is taken of are equal: no noise, not even of rounding.</summary>
    [Fact]
    public void StandardErrors_OfEqualCrops_AreZero()
    {
        var noise = new CropNoise(crops: 7, length: 1000);
        var crop = Enumerable.Range(0, 1000).Select(i => MathF.Sqrt(i)).ToArray();
        for (var a = 0; a < 7; a++) noise.Add(crop, 0, a);
        Assert.All(noise.StandardErrors().ToArray(), error => Assert.InRange(error, 0, 1e-14));
    }

    /// <summary>Against two passes over the μ of single crops; an image over several batches, and several images in one.</summary>
    [Theory]
    [InlineData(8), InlineData(3), InlineData(20)]
    public void StandardErrors_EqualThoseOfSingleCrops(int batch)
    {
        var options = new ScoringOptions { Batch = batch };
        long[] ofCrops = [.. Labels.SelectMany(label => Enumerable.Repeat(label, EmojiModel.Augmentations))];
        var single = EmojiMu.Of(Hooks, options, Images, ofCrops, augmentations: 1);
        var found = EmojiMu.WithNoise(Hooks, options, Images, Labels);
        for (var image = 0; image < Labels.Length; image++)
            for (var u = 0; u < found[image].Errors.Length; u++)
            {
                var mu = single.Skip(image * 8).Take(8).Select(crop => (double)crop[u]).ToArray();
                var mean = mu.Sum() / 8;
                Assert.Equal((float)Math.Sqrt(mu.Sum(value => (value - mean) * (value - mean)) / 7 / 8), found[image].Errors[u]);
            }
    }

    [Fact]
    public void Mu_IsTheSameWithNoiseAndWithout()
    {
        var options = new ScoringOptions { Batch = 8, Threads = 2 };
        var found = EmojiMu.WithNoise(Hooks, options, Images, Labels);
        Assert.Equal(EmojiMu.Of(Hooks, options, Images, Labels), found.Select(image => image.Mu));
        Assert.All(found, image => Assert.Contains(image.Errors, error => error > 0));
    }
}
