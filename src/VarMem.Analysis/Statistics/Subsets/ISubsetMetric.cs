namespace VarMem.Analysis.Statistics.Subsets;

/// <summary>A metric over subsets of the images, which fills a table.</summary>
interface ISubsetMetric
{
    string Table { get; }

    /// <summary>Rows of the images of each subset, rising; at least two a subset.</summary>
    IReadOnlyList<int[]> Subsets { get; }

    /// <summary>The table's rows.</summary>
    /// <param name="measured">The subsets, in their order.</param>
    /// <param name="parts">The parts of the network.</param>
    IEnumerable<object?[]> Rows(IReadOnlyList<MeasuredSubset> measured, IReadOnlyList<UnitPart> parts);
}
