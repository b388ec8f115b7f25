namespace VarMem.Analysis.Similarity;

/// <summary>
/// A threshold from the images themselves: those of other classes are taken for no duplicates, so that one nearer than the threshold is a
/// false positive. Strict, for classes may share a picture.
/// </summary>
public static class OtherClassThreshold
{
    /// <summary>
    /// The largest threshold below which at most this share of the images has an image of another class, by tiled l2; 0 where more have a
    /// copy there.
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="classes">The class of each, of which there are two or more.</param>
    /// <param name="share">0 to below 1.</param>
    public static float Of(TiledImages images, IReadOnlyList<int> classes, double share, int threads = -1, CancellationToken cancellation = default)
    {
        var nearest = NearestImages.Of(
            images, images, DistanceKind.TiledL2, except: (query, image) => classes[query] == classes[image], threads: threads, cancellation: cancellation);
        return nearest.Select(found => found[0].Distance).Order().ElementAt((int)(share * images.Count));
    }
}
