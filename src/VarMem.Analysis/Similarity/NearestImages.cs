namespace VarMem.Analysis.Similarity;

/// <summary>An image of a gallery and its distance to a query.</summary>
public readonly record struct Neighbour(int Image, float Distance);

/// <summary>The nearest images of each query in a gallery.</summary>
public static class NearestImages
{
    /// <summary>
    /// The <paramref name="count"/> nearest of each query, nearest first, of copies the smaller number first; fewer where the gallery has
    /// fewer. Exact to the rounding of float sums (relative error below 1e-5); the same bits for any number of threads.
    /// </summary>
    /// <param name="queries">The queries.</param>
    /// <param name="gallery">Images of the same shape; the queries themselves or others.</param>
    /// <param name="distance">What is near.</param>
    /// <param name="count">k, from 1.</param>
    /// <param name="except">Pairs (query, image) that do not count, such as an image and itself; asked by several threads.</param>
    /// <param name="threads">How many; −1 for all cores.</param>
    public static Neighbour[][] Of(
        TiledImages queries, TiledImages gallery, DistanceKind distance, int count = 1, Func<int, int, bool>? except = null,
        int threads = -1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var nearest = new Nearest(queries.Count, Math.Min(count, gallery.Count), except);
        if (gallery.Count > 0)
        {
            if (distance == DistanceKind.L2) PairScan.Run<L2>(queries, gallery, nearest, threads: threads, cancellation: cancellation);
            else PairScan.Run<TiledL2>(queries, gallery, nearest, threads: threads, cancellation: cancellation);
        }
        return [.. Enumerable.Range(0, queries.Count).Select(nearest.Of)];
    }

    /// <summary>Of each query the nearest so far, in order, with their squared distances.</summary>
    sealed class Nearest(int queries, int wanted, Func<int, int, bool>? except) : IPairVisitor
    {
        readonly Neighbour[] _best = new Neighbour[queries * wanted];
        readonly int[] _found = new int[queries];

        public float Bound(int query) => _found[query] < wanted ? float.PositiveInfinity : _best[(query + 1) * wanted - 1].Distance;

        public void Offer(int query, int image, float squaredDistance)
        {
            if (except?.Invoke(query, image) == true)
                return;
            var best = _best.AsSpan(query * wanted, wanted);
            var place = _found[query];
            while (place > 0 && best[place - 1].Distance > squaredDistance) // behind what is as near: images come in their order
                place--;
            if (place == wanted)
                return;
            if (_found[query] < wanted)
                _found[query]++;
            best[place..(_found[query] - 1)].CopyTo(best[(place + 1)..]);
            best[place] = new(image, squaredDistance);
        }

        public Neighbour[] Of(int query) =>
            [.. _best.AsSpan(query * wanted, _found[query]).ToArray().Select(one => one with { Distance = MathF.Sqrt(one.Distance) })];
    }
}
