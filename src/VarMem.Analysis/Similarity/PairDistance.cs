using System.Runtime.Intrinsics;

namespace VarMem.Analysis.Similarity;

/// <summary>The distance of one image to one other: the same bits as in a scan of all.</summary>
static class PairDistance
{
    /// <param name="images">An image is of these.</param>
    /// <param name="image">Its number.</param>
    /// <param name="others">The other is of these, of the same shape.</param>
    /// <param name="other">Its number.</param>
    public static float Of<TDistance>(TiledImages images, int image, TiledImages others, int other)
        where TDistance : IDistance
    {
        var (group, member) = Math.DivRem(image, TileLayout.Images);
        var (otherGroup, otherMember) = Math.DivRem(other, TileLayout.Images);
        ReadOnlySpan<float> a = images.Group(group), b = others.Group(otherGroup);
        var steps = images.Layout.FirstSteps;
        Vector128<float> squared = default;
        foreach (var (tile, weight) in TDistance.Weights(images.Grid, images.Layout).Index())
        {
            var range = (steps[tile] * TileLayout.Step)..(steps[tile + 1] * TileLayout.Step);
            squared = TDistance.Add(squared, Vector128.Create(weight * SquaredDifferences.OneByOne(a[range], member, b[range], otherMember)));
        }
        return MathF.Sqrt(squared[0]);
    }
}
