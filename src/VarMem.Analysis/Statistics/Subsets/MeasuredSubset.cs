using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Subsets;

/// <summary>UnitMem (units) and the owners' rows (units) over some of the images.</summary>
sealed record MeasuredSubset(int[] Rows, double[] UnitMem, int[] Owner)
{
    public double MeanUnitMem(UnitPart part) => part.Units.Average(unit => UnitMem[unit]);

    /// <summary>The part's units at or above the percentile of its UnitMem, and that threshold.</summary>
    public (double Threshold, HashSet<int> Units) U10(UnitPart part, double percentile)
    {
        var threshold = Distribution.Percentile([.. part.Units.Select(unit => UnitMem[unit]).Order()], percentile);
        return (threshold, [.. part.Units.Where(unit => UnitMem[unit] >= threshold)]);
    }
}
