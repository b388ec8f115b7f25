using VarMem.Models.Onnx;
using VarMem.Models.Scoring;

namespace VarMem.Tests.Models.Var;

/// <summary>μ of images of the emoji model, as extract computes it.</summary>
static class EmojiMu
{
    /// <summary>One array (units) an image.</summary>
    public static IReadOnlyList<float[]> Of(IReadOnlyList<Hook> hooks, ScoringOptions options, float[] crops, long[] labels, int augmentations = EmojiModel.Augmentations)
    {
        var mu = new List<float[]>();
        Score(hooks, options, crops, labels, augmentations, cropNoise: false, image =>
        {
            Assert.True(image.StandardErrors.IsEmpty);
            mu.Add(image.Mu.ToArray());
        });
        return mu;
    }

    /// <summary>One pair of arrays (units) an image.</summary>
    public static IReadOnlyList<(float[] Mu, float[] Errors)> WithNoise(
        IReadOnlyList<Hook> hooks, ScoringOptions options, float[] crops, long[] labels)
    {
        var found = new List<(float[], float[])>();
        Score(hooks, options, crops, labels, EmojiModel.Augmentations, cropNoise: true,
            image => found.Add((image.Mu.ToArray(), image.StandardErrors.ToArray())));
        return found;
    }

    static void Score(
        IReadOnlyList<Hook> hooks, ScoringOptions options, float[] crops, long[] labels, int augmentations, bool cropNoise,
        Action<ScoredImage> scored)
    {
        using var session = new ScoringSession(EmojiModel.Folder.Graph, hooks, options);
        using var scorer = new ImageScorer(session, augmentations, cropNoise, scored);
        var length = crops.Length / labels.Length;
        for (var image = 0; image < labels.Length; image++) scorer.Add(crops.AsSpan(image * length, length), [.. Enumerable.Repeat(labels[image], augmentations)]);
        scorer.Flush();
    }
}
