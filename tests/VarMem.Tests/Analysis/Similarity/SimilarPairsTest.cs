using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Similarity;

namespace VarMem.Tests.Analysis.Similarity;

public class SimilarPairsTest
{
    [Theory]
    [InlineData(0.001f), InlineData(0.4f), InlineData(2f)]
    public void Below_AnyImages_EqualsBruteForce(float threshold) => Prop.ForAll(Pictures.Pairs, pair =>
    {
        var images = pair.Gallery;
        using var tiled = images.Tiled();
        var found = SimilarPairs.Below(tiled, threshold, threads: 1);
        Assert.Equal(found, SimilarPairs.Below(tiled, threshold));
        var expected =
            from image in Enumerable.Range(0, images.Values.Length)
            from other in Enumerable.Range(image + 1, images.Values.Length - image - 1)
            where images.Distance(image, images, other, DistanceKind.TiledL2) < threshold
            select (image, other);
        Assert.Equal(expected, found.Select(one => (one.Image, one.Other)));
        Assert.All(found, one =>
        {
            Assert.Equal(images.Distance(one.Image, images, one.Other, DistanceKind.L2), one.Distance, 1e-6);
            Assert.Equal(images.Distance(one.Image, images, one.Other, DistanceKind.TiledL2), one.TiledDistance, 1e-6);
        });
    }).QuickCheckThrowOnFailure();

    /// <summary>Below the threshold, not at it.</summary>
    [Fact]
    public void Below_Threshold_IsNotPartOfIt()
    {
        using var images = new Pictures(new(1, 2, 2, 1), [[0, 0, 0, 0], [0.5f, 0.5f, 0.5f, 0.5f]]).Tiled();
        Assert.Empty(SimilarPairs.Below(images, 0.5f));
        Assert.Equal([new SimilarPair(0, 1, 0.5f, 0.5f)], SimilarPairs.Below(images, 0.5000001f));
    }
}
