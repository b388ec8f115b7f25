using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

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
