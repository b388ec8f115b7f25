using VarMem.Analysis.Resampling;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics.Subsets;

/// <summary>The units of a part of the network: transformer, tokenizer, or network for any other.</summary>
sealed record UnitPart(string Name, int[] Units)
{
    public static IReadOnlyList<UnitPart> ReadAll(DuckDbConnection connection) =>
    [
        .. from layer in connection.Rows(
               "SELECT part, first_unit, unit_count FROM layer ORDER BY part, first_unit",
               row => (Part: row.GetString(0), Units: Enumerable.Range(row.GetInt32(1), row.GetInt32(2))))
           group layer.Units by layer.Part into part
           select new UnitPart(part.Key, [.. part.SelectMany(units => units)]),
    ];
}

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
