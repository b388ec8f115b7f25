using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis.Similarity;

namespace VarMem.Tests.Analysis.Similarity;

public class OtherClassThresholdTest
{
    /// <summary>Below it are no more images than the share; just above it, where it is not the largest distance, there are.</summary>
    [Theory]
    [InlineData(0), InlineData(0.01), InlineData(0.3), InlineData(0.5)]
    public void Of_AnyImages_IsTheLargestThatKeepsToTheShare(double share) => Prop.ForAll(Pictures.Pairs, pair =>
    {
        var images = pair.Gallery;
        var count = images.Values.Length;
        if (count < 2)
            return;
        var classes = Enumerable.Range(0, count).Select(image => image % 2).ToArray();
        using var tiled = images.Tiled();
        var threshold = OtherClassThreshold.Of(tiled, classes, share);
        var nearest = Enumerable.Range(0, count).Select(image => Enumerable.Range(0, count)
            .Where(other => classes[other] != classes[image]).Min(other => images.Distance(image, images, other, DistanceKind.TiledL2))).ToArray();
        Assert.True(nearest.Count(distance => distance < threshold - 1e-5) <= share * count);
        Assert.True(nearest.Count(distance => distance < threshold + 1e-5) > share * count);
    }).QuickCheckThrowOnFailure();
}
