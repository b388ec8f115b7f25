namespace VarMem.Analysis.Similarity;

/// <summary>
/// How near an image is against how near others are: its l2 divided by the mean l2 to the query's nearest neighbours. A blurred query, near
/// to everything, is nearer than that to what it copies. After Carlini et al. 2023, section 5.1, whose distance is twice this one
/// (α = 0.5) over 50 neighbours.
/// </summary>
public static class RelativeDistance
{
    /// <summary>Neighbours that the mean is taken over.</summary>
    public const int Neighbours = 50;

    /// <param name="distance">l2 of query and image.</param>
    /// <param name="nearest">The query's nearest, among which the image may be; at least one.</param>
    /// <returns>0 for a copy; 1 for an image as far as the neighbours are on average.</returns>
    public static double Of(float distance, IReadOnlyList<Neighbour> nearest) =>
        distance == 0 ? 0 : distance / nearest.Average(one => (double)one.Distance); // where all are copies, 0/0 is a copy too
}
