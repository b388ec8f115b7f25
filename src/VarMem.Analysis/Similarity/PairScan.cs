using System.Runtime.Intrinsics;

namespace VarMem.Analysis.Similarity;

/// <summary>What is looked for among pairs. One thread at a time speaks of a query, and of its images in ascending order.</summary>
interface IPairVisitor
{
    /// <summary>The squared distance above which the query's pairs are not wanted.</summary>
    float Bound(int query);

    /// <summary>A pair that was within the bound.</summary>
    void Offer(int query, int image, float squaredDistance);
}

/// <summary>
/// Shows a visitor the pairs of queries and a gallery. Of a pair only as many tiles are looked at as it takes to know that it is out of
/// bounds, which is exact because no distance falls on the way.
/// </summary>
static class PairScan
{
    /// <summary>Queries that one thread holds in its second-level cache, in fours.</summary>
    const int QueryGroups = 8;

    /// <summary>Floats of the gallery that all threads go over while it is in the cache they share: 4 MiB.</summary>
    const int GalleryFloats = 1 << 20;

    /// <param name="symmetric">Both are the same images, and each pair is wanted once: as the query with the smaller number, or the same.</param>
    /// <param name="threads">How many; −1 for all cores. What the visitor hears of a query is the same for any number.</param>
    /// <exception cref="ArgumentException">The images have other shapes.</exception>
    public static void Run<TDistance>(
        TiledImages queries, TiledImages gallery, IPairVisitor visitor, bool symmetric = false, int threads = -1, CancellationToken cancellation = default)
        where TDistance : IDistance
    {
        if (queries.Grid != gallery.Grid)
            throw new ArgumentException($"The queries are {queries.Grid}, the gallery is {gallery.Grid}; expected one shape.", nameof(gallery));
        var weights = TDistance.Weights(gallery.Grid, gallery.Layout);
        var chunk = Math.Max(1, GalleryFloats / gallery.Layout.GroupLength);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        for (var first = 0; first < gallery.Groups; first += chunk)
        {
            var (begin, end) = (first, Math.Min(first + chunk, gallery.Groups));
            Parallel.For(0, (queries.Groups + QueryGroups - 1) / QueryGroups, options, block =>
            {
                var (firstQuery, endQuery) = (block * QueryGroups, Math.Min((block + 1) * QueryGroups, queries.Groups));
                for (var image = begin; image < end; image++)
                    for (var query = firstQuery; query < endQuery; query++)
                        if (!symmetric || query <= image)
                            Compare<TDistance>(queries, query, gallery, image, weights, visitor);
            });
        }
    }

    static void Compare<TDistance>(TiledImages queries, int queryGroup, TiledImages gallery, int imageGroup, float[] weights, IPairVisitor visitor)
        where TDistance : IDistance
    {
        var query = queryGroup * TileLayout.Images;
        var (bound0, bound1, bound2, bound3) = (Bound(0), Bound(1), Bound(2), Bound(3));
        ReadOnlySpan<float> a = queries.Group(queryGroup), b = gallery.Group(imageGroup);
        var steps = gallery.Layout.FirstSteps;
        Vector128<float> all0 = default, all1 = default, all2 = default, all3 = default;
        for (var tile = 0; tile < weights.Length; tile++)
        {
            var (start, length) = (steps[tile] * TileLayout.Step, (steps[tile + 1] - steps[tile]) * TileLayout.Step);
            SquaredDifferences.FourByFour(a.Slice(start, length), b.Slice(start, length), out var sums);
            all0 = TDistance.Add(all0, sums.Of0 * weights[tile]);
            all1 = TDistance.Add(all1, sums.Of1 * weights[tile]);
            all2 = TDistance.Add(all2, sums.Of2 * weights[tile]);
            all3 = TDistance.Add(all3, sums.Of3 * weights[tile]);
            if (Vector128.GreaterThanAll(all0, bound0) && Vector128.GreaterThanAll(all1, bound1)
                && Vector128.GreaterThanAll(all2, bound2) && Vector128.GreaterThanAll(all3, bound3))
                return;
        }
        Offer(0, all0, bound0);
        Offer(1, all1, bound1);
        Offer(2, all2, bound2);
        Offer(3, all3, bound3);

        Vector128<float> Bound(int member) => // nothing is wanted of what fills the last four
            Vector128.Create(query + member < queries.Count ? visitor.Bound(query + member) : float.NegativeInfinity);

        void Offer(int member, Vector128<float> squared, Vector128<float> bound)
        {
            for (var i = 0; i < TileLayout.Images; i++)
                if (squared[i] <= bound[0] && imageGroup * TileLayout.Images + i < gallery.Count)
                    visitor.Offer(query + member, imageGroup * TileLayout.Images + i, squared[i]);
        }
    }
}
