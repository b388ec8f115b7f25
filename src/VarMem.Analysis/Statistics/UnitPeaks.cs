using System.Numerics.Tensors;
using VarMem.Analysis.Activations;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

/// <summary>Table unit_peak: max, owner, sum and count of every unit over the images of each split.</summary>
sealed class UnitPeaks
{
    readonly record struct Peak(float Max, int Row, Int128 Sum);

    readonly MeasuredImages _images;
    readonly (string? Name, int[] Rows)[] _splits;
    readonly Peak[][] _peaks; // (splits, units)

    public UnitPeaks(MeasuredImages images, int unitCount)
    {
        _images = images;
        _splits =
        [
            .. images.Splits.Index().GroupBy(image => image.Item ?? "", image => image.Index)
                .OrderBy(split => split.Key, StringComparer.Ordinal)
                .Select(split => (split.Key is "" ? null : split.Key, split.ToArray())),
        ];
        _peaks = Array.ConvertAll(_splits, _ => new Peak[unitCount]);
    }

    public IUnitVisitor NewVisitor() => new Visitor(_splits, _peaks);

    /// <summary>From the activations, or from the partial statistics that a merge wrote in their place.</summary>
    public static void Fill(Measurements measured)
    {
        if (measured.HasAllActivations)
            measured.Units.Peaks.Write(measured.Connection, "unit_peak");
        else
            measured.Connection.Run(
                """
                INSERT INTO unit_peak
                SELECT
                    split, unit_id, max(mu_max), arg_min(image_id, {'falling': -mu_max, 'image_id': image_id}), sum(mu_sum), sum(image_count)
                FROM partial_peak
                GROUP BY split, unit_id
                ORDER BY split, unit_id
                """);
    }

    public void Write(DuckDbConnection connection, string table) => connection.Append(table,
        from split in _splits.Zip(_peaks)
        from peak in split.Second.Index()
        select new object?[]
        {
            split.First.Name, peak.Index, peak.Item.Max, _images.Ids[peak.Item.Row], peak.Item.Sum, (long)split.First.Rows.Length,
        });

    sealed class Visitor((string? Name, int[] Rows)[] splits, Peak[][] peaks) : IUnitVisitor
    {
        readonly float[] _ofSplit = new float[splits.Max(split => split.Rows.Length)];

        public void Visit(ref UnitMeans unit)
        {
            for (var s = 0; s < splits.Length; s++)
            {
                var rows = splits[s].Rows;
                var values = _ofSplit.AsSpan(0, rows.Length);
                for (var i = 0; i < values.Length; i++)
                    values[i] = unit.Mu[rows[i]];
                var first = TensorPrimitives.IndexOfMax<float>(values); // the first of several, which is the smallest image_id
                peaks[s][unit.Unit] = new(values[first], rows[first], FixedPoint.Sum(values));
            }
        }
    }
}
