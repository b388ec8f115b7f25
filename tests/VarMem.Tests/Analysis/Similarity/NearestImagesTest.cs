using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Similarity;

namespace VarMem.Tests.Analysis.Similarity;

/// <summary>The nearest images, held against all distances by their equations.</summary>
public class NearestImagesTest
{
    const double Tolerance = 1e-5;

    [Theory]
    [InlineData(DistanceKind.L2, 1), InlineData(DistanceKind.L2, 5), InlineData(DistanceKind.TiledL2, 1), InlineData(DistanceKind.TiledL2, 5)]
    public void Of_AnyImages_EqualsBruteForce(DistanceKind kind, int count) => Prop.ForAll(Pictures.Pairs, pair =>
    {
        var (queries, gallery) = pair;
        using var tiledQueries = queries.Tiled();
        using var tiledGallery = gallery.Tiled();
        var found = NearestImages.Of(tiledQueries, tiledGallery, kind, count);
        Assert.Equal(queries.Values.Length, found.Length);
        foreach (var (query, nearest) in found.Index())
            RequireNearest(queries, query, gallery, Enumerable.Range(0, gallery.Values.Length), nearest, kind, count);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_ASetAndItselfExceptThemselves_EqualsBruteForce() => Prop.ForAll(Pictures.Pairs, pair =>
    {
        var images = pair.Gallery;
        using var tiled = images.Tiled();
        var found = NearestImages.Of(tiled, tiled, DistanceKind.TiledL2, 2, (query, image) => query == image);
        foreach (var (query, nearest) in found.Index())
            RequireNearest(images, query, images, Enumerable.Range(0, images.Values.Length).Where(i => i != query), nearest, DistanceKind.TiledL2, 2);
    }).QuickCheckThrowOnFailure();

    static void RequireNearest(
        Pictures queries, int query, Pictures gallery, IEnumerable<int> candidates, Neighbour[] nearest, DistanceKind kind, int count)
    {
        var all = candidates.Select(image => queries.Distance(query, gallery, image, kind)).Order().Take(count).ToArray();
        Assert.Equal(all.Length, nearest.Length);
        Assert.Equal(nearest.Length, nearest.Select(one => one.Image).Distinct().Count());
        foreach (var (expected, one) in all.Zip(nearest))
        {
            Assert.InRange(one.Distance, expected * (1 - Tolerance), expected * (1 + Tolerance)); // 0 is 0
            Assert.InRange(queries.Distance(query, gallery, one.Image, kind), one.Distance * (1 - Tolerance), one.Distance * (1 + Tolerance));
        }
        Assert.Equal(nearest.Select(one => one.Distance).Order(), nearest.Select(one => one.Distance));
        foreach (var copies in nearest.GroupBy(one => string.Join(' ', gallery.Values[one.Image])))
            Assert.Equal(copies.Select(one => one.Image).Order(), copies.Select(one => one.Image));
    }

    /// <summary>More images than one thread holds at a time, and than all go over together.</summary>
    [Theory]
    [InlineData(DistanceKind.L2), InlineData(DistanceKind.TiledL2)]
    public void Of_AnyNumberOfThreads_SameBits(DistanceKind kind)
    {
        using var queries = Noise(seed: 1, 203, new(3, 16, 16));
        using var gallery = Noise(seed: 2, 2_001, new(3, 16, 16));
        var expected = NearestImages.Of(queries, gallery, kind, 50, threads: 1);
        foreach (var threads in (int[])[2, 3, 8, -1])
            Assert.Equal(expected, NearestImages.Of(queries, gallery, kind, 50, threads: threads));
    }

    [Fact]
    public void Of_ImagesOfOtherShapes_SaysBoth()
    {
        using var queries = new TiledImages(1, new(3, 8, 8));
        using var gallery = new TiledImages(1, new(3, 8, 8, 2));
        Assert.StartsWith(
            "The queries are TileGrid { Channels = 3, Height = 8, Width = 8, Tiles = 4,",
            Assert.Throws<ArgumentException>(() => NearestImages.Of(queries, gallery, DistanceKind.L2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grid_MoreTilesThanPixels_Refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TiledImages(1, new(3, 3, 8)));

    static TiledImages Noise(int seed, int count, TileGrid grid)
    {
        var random = new Random(seed);
        var images = new TiledImages(count, grid);
        for (var i = 0; i < count; i++)
            images.Set(i, [.. Enumerable.Range(0, grid.Values).Select(_ => random.Next(256) / 255f)]);
        return images;
    }
}
