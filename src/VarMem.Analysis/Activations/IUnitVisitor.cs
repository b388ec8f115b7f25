namespace VarMem.Analysis.Activations;

/// <summary>What a statistic does with each unit, on one thread at a time.</summary>
interface IUnitVisitor
{
    void Visit(ref UnitMeans unit);
}

/// <summary>μ of a unit in every image.</summary>
/// <param name="unit">unit_id.</param>
/// <param name="mu">(images), by rows of <see cref="Statistics.MeasuredImages"/>.</param>
/// <param name="sort">Of the visitors' thread, sorts for the first that asks.</param>
ref struct UnitMeans(int unit, ReadOnlySpan<float> mu, RadixSort sort)
{
    bool _isSorted;

    public int Unit { get; } = unit;

    public ReadOnlySpan<float> Mu { get; } = mu;

    /// <summary>The same, rising; of equals the smallest row first.</summary>
    public RadixSort Sorted()
    {
        if (!_isSorted)
            sort.Sort(Mu);
        _isSorted = true;
        return sort;
    }
}
