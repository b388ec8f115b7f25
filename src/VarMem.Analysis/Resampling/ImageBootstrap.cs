using System.Numerics.Tensors;

namespace VarMem.Analysis.Resampling;

/// <summary>Draws images with replacement, as many as there are: how much a sum over images depends on which images they happen to be.</summary>
static class ImageBootstrap
{
    /// <summary>Sums of weights over the images drawn, under every draw; parameters as for <see cref="MarkPermutation.Sums"/>.</summary>
    public static Draws Sums(IReadOnlyList<double[]?> weights, int statistics, int draws, string purpose, long seed)
    {
        var sums = new Draws(draws, statistics);
        Parallel.For(0, draws, draw =>
        {
            var generator = new Generator(purpose, seed, draw);
            var sum = sums.Row(draw);
            for (var i = 0; i < weights.Count; i++)
            {
                if (weights[generator.Below(weights.Count)] is { } row)
                    TensorPrimitives.Add(sum, row, sum);
            }
        });
        return sums;
    }
}
