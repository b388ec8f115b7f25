using VarMem.Models.Onnx;
using VarMem.Models.Scoring;

namespace VarMem.Tests.Models.Var;

/// <summary>μ of images of the emoji model, as extract computes it.</summary>
static class EmojiMu
{
    /// <summary>One array (units) an image.</summary>
    public static IReadOnlyList<float[]> Of(IReadOnlyList<Hook> hooks, ScoringOptions options, float[] crops, long[] labels, int augmentations = EmojiModel.Augmentations)
    {
        using var session = new ScoringSession(EmojiModel.Folder.Graph, hooks, options);
        var mu = new List<float[]>();
        using var scorer = new ImageScorer(session, augmentations, (values, _) => mu.Add(values.ToArray()));
        var length = crops.Length / labels.Length;
        for (var image = 0; image < labels.Length; image++) scorer.Add(crops.AsSpan(image * length, length), [.. Enumerable.Repeat(labels[image], augmentations)]);
        scorer.Flush();
        return mu;
    }
}
