using System.Collections.Concurrent;
using System.Runtime.Intrinsics;

namespace VarMem.Analysis.Similarity;

/// <summary>Two images of a set, the first with the smaller number, and their distances.</summary>
public readonly record struct SimilarPair(int Image, int Other, float Distance, float TiledDistance);

/// <summary>Pairs of images that are near each other.</summary>
public static class SimilarPairs
{
    /// <summary>All pairs of the set with a tiled l2 below the threshold, by their numbers; the same bits for any number of threads.</summary>
    public static IReadOnlyList<SimilarPair> Below(TiledImages images, float threshold, int threads = -1, CancellationToken cancellation = default)
    {
        var near = new Near(images, threshold);
        PairScan.Run<TiledL2>(images, images, near, symmetric: true, threads, cancellation);
        return [.. near.Pairs.OrderBy(pair => pair.Image).ThenBy(pair => pair.Other)];
    }

    /// <summary>The distance of two images of a set.</summary>
    static float L2Of(TiledImages images, int image, int other)
    {
        var (group, member) = Math.DivRem(image, TileLayout.Images);
        var (otherGroup, otherMember) = Math.DivRem(other, TileLayout.Images);
        ReadOnlySpan<float> a = images.Group(group), b = images.Group(otherGroup);
        var steps = images.Layout.FirstSteps;
        Vector128<float> sum = default;
        foreach (var (tile, weight) in L2.Weights(images.Grid, images.Layout).Index())
        {
            var range = (steps[tile] * TileLayout.Step)..(steps[tile + 1] * TileLayout.Step);
            sum = L2.Add(sum, Vector128.Create(weight * SquaredDifferences.OneByOne(a[range], member, b[range], otherMember)));
        }
        return MathF.Sqrt(sum[0]);
    }

    sealed class Near(TiledImages images, float threshold) : IPairVisitor
    {
        public ConcurrentBag<SimilarPair> Pairs { get; } = [];

        public float Bound(int query) => threshold * threshold;

        public void Offer(int query, int image, float squaredDistance)
        {
            if (query < image && MathF.Sqrt(squaredDistance) < threshold)
                Pairs.Add(new(query, image, L2Of(images, query, image), MathF.Sqrt(squaredDistance)));
        }
    }
}
