using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Interventions;

/// <summary>The units of a database that interventions may be on.</summary>
public static class ScalableUnits
{
    /// <summary>Those of these layers, by rising unit_id, with their mean μ over the training images.</summary>
    public static IReadOnlyList<ScalableUnit> Read(DuckDbConnection connection, IReadOnlyCollection<string> layers)
    {
        var wanted = layers.ToHashSet();
        return
        [
            .. connection.Rows(
                """
                SELECT unit_id, layer_id, unit.kind, mu_sum / pow(2, 64) / image_count, layer.name
                FROM unit_peak JOIN unit USING (unit_id) JOIN layer USING (layer_id) WHERE split = 'train' ORDER BY unit_id
                """,
                row => (Unit: new ScalableUnit(row.GetInt32(0), row.GetInt32(1), row.GetString(2), row.GetDouble(3)), Layer: row.GetString(4)))
                .Where(one => wanted.Contains(one.Layer)).Select(one => one.Unit),
        ];
    }
}
