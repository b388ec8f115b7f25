using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Similarity;

namespace VarMem.Tests.Analysis.Similarity;

public class RelativeDistanceTest
{
    [Fact]
    public void Of_Neighbours_IsTheShareOfTheirMean()
    {
        Neighbour[] nearest = [new(4, 0.1f), new(2, 0.2f), new(9, 0.3f)];
        Assert.Equal(0.5, RelativeDistance.Of(0.1f, nearest), 1e-7);
        Assert.Equal(2, RelativeDistance.Of(0.4f, nearest), 1e-7);
        Assert.Equal(0, RelativeDistance.Of(0, nearest));
        Assert.Equal(0, RelativeDistance.Of(0, [new(0, 0), new(1, 0)]));
        Assert.Equal(double.PositiveInfinity, RelativeDistance.Of(0.1f, [new(0, 0), new(1, 0)]));
    }

    [Fact]
    public void Of_NearestOfAnyImages_EqualsBruteForce() => Prop.ForAll(Pictures.Pairs, pair =>
    {
        var (queries, gallery) = pair;
        if (gallery.Values.Length == 0)
            return;
        using var tiledQueries = queries.Tiled();
        using var tiledGallery = gallery.Tiled();
        foreach (var (query, nearest) in NearestImages.Of(tiledQueries, tiledGallery, DistanceKind.L2, 4).Index())
        {
            var distances = Enumerable.Range(0, gallery.Values.Length).Select(image => queries.Distance(query, gallery, image, DistanceKind.L2)).Order().ToArray();
            var expected = distances[0] == 0 ? 0 : distances[0] / distances.Take(4).Average();
            Assert.Equal(expected, RelativeDistance.Of(nearest[0].Distance, nearest), 1e-5);
        }
    }).QuickCheckThrowOnFailure();
}
