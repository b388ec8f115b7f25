using System.Collections.Concurrent;

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

    sealed class Near(TiledImages images, float threshold) : IPairVisitor
    {
        public ConcurrentBag<SimilarPair> Pairs { get; } = [];

        public float Bound(int query) => threshold * threshold;

        public void Offer(int query, int image, float squaredDistance)
        {
            if (query < image && MathF.Sqrt(squaredDistance) < threshold)
                Pairs.Add(new(query, image, PairDistance.Of<L2>(images, query, images, image), MathF.Sqrt(squaredDistance)));
        }
    }
}
