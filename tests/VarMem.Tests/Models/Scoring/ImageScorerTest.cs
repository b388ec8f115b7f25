using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Tests.Models.Var;

namespace VarMem.Tests.Models.Scoring;

public class ImageScorerTest
{
    static readonly float[] Images = EmojiModel.Reference<float>("images.npy").Values; // (128, 3, 32, 32)
    static readonly long[] Labels = EmojiModel.Reference<long>("labels.npy").Values; // (16)
    static readonly IReadOnlyList<Hook> Hooks = HookPattern.Select(EmojiModel.Folder.Hooks, [HookPattern.Default]);

    [Fact]
    public void Mu_AcrossBatches_IsWithinTolerance()
    {
        var expected = EmojiMu.Of(Hooks, new ScoringOptions { Batch = 8 }, Images, Labels);
        foreach (var batch in (int[])[1, 64])
        {
            var found = EmojiMu.Of(Hooks, new ScoringOptions { Batch = batch }, Images, Labels);
            for (var image = 0; image < expected.Count; image++)
                for (var u = 0; u < expected[image].Length; u++)
                    Assert.Equal(expected[image][u], found[image][u], 1e-5 * expected[image][u] + 1e-9);
        }
    }

    /// <summary>Each pass runs on one thread, so that their number changes no bit.</summary>
    [Fact]
    public void Mu_AcrossThreads_IsEqual()
    {
        var expected = EmojiMu.Of(Hooks, new ScoringOptions { Batch = 8, Threads = 1 }, Images, Labels);
        foreach (var threads in (int[])[2, 5])
        {
            var found = EmojiMu.Of(Hooks, new ScoringOptions { Batch = 8, Threads = threads }, Images, Labels);
            for (var image = 0; image < expected.Count; image++) Assert.Equal(expected[image], found[image]);
        }
    }

    /// <summary>An image's μ depends neither on its neighbours in the batch nor on its place there: bit for bit.</summary>
    [Theory]
    [InlineData(8), InlineData(16), InlineData(64)]
    public void Mu_OfAnImage_DependsOnNoNeighbour(int batch)
    {
        var options = new ScoringOptions { Batch = batch, Threads = 2 };
        var expected = EmojiMu.Of(Hooks, options, Images, Labels);
        var order = Enumerable.Range(0, Labels.Length).ToArray();
        new Random(7).Shuffle(order);
        order = order[..11]; // so that the last batch is not full
        var length = Images.Length / Labels.Length;
        var found = EmojiMu.Of(Hooks, options, [.. order.SelectMany(image => Images[(image * length)..((image + 1) * length)])], [.. order.Select(image => Labels[image])]);
        for (var i = 0; i < order.Length; i++) Assert.Equal(expected[order[i]], found[i]);
    }

    /// <summary>An image over several batches, and several images in one.</summary>
    [Theory]
    [InlineData(3), InlineData(5), InlineData(48)]
    public void Mu_IsTheMeanOverTheCrops(int batch)
    {
        var single = EmojiMu.Of(Hooks, new ScoringOptions { Batch = batch }, Images, [.. Labels.SelectMany(label => Enumerable.Repeat(label, EmojiModel.Augmentations))], augmentations: 1);
        var mu = EmojiMu.Of(Hooks, new ScoringOptions { Batch = batch }, Images, Labels);
        for (var image = 0; image < Labels.Length; image++)
            for (var u = 0; u < mu[image].Length; u++)
                Assert.Equal((float)(single.Skip(image * 8).Take(8).Sum(crop => (double)crop[u]) / 8), mu[image][u]);
    }
}
