using System.Numerics.Tensors;
using VarMem.Analysis.Activations;

namespace VarMem.Analysis.Statistics;

/// <summary>Table unit_peak: max, owner, sum and count of every unit over the images of each split, in one pass.</summary>
static class UnitPeaks
{
    readonly record struct Peak(float Max, int Row, Int128 Sum);

    public static void Fill(Measurements measured)
    {
        var images = measured.Images;
        var splits = images.Splits.Index().GroupBy(image => image.Item ?? "", image => image.Index)
            .OrderBy(split => split.Key, StringComparer.Ordinal).Select(split => (Name: split.Key, Rows: split.ToArray())).ToArray();
        var peaks = Array.ConvertAll(splits, _ => new Peak[measured.Activations.UnitCount]);
        int[][] rows = [.. splits.Select(split => split.Rows)];
        measured.Activations.Visit(() => new Visitor(rows, peaks));

        measured.Connection.Append("unit_peak",
            from split in splits.Zip(peaks)
            let name = split.First.Name is "" ? null : split.First.Name
            from peak in split.Second.Index()
            select new object?[]
            {
                name, peak.Index, peak.Item.Max, images.Ids[peak.Item.Row], peak.Item.Sum, (long)split.First.Rows.Length,
            });
    }

    sealed class Visitor(int[][] rows, Peak[][] peaks) : IUnitVisitor
    {
        readonly float[] _ofSplit = new float[rows.Max(split => split.Length)];

        public void Visit(int unit, ReadOnlySpan<float> mu)
        {
            foreach (var (s, members) in rows.Index())
            {
                var values = _ofSplit.AsSpan(0, members.Length);
                for (var i = 0; i < members.Length; i++)
                    values[i] = mu[members[i]];
                var first = TensorPrimitives.IndexOfMax<float>(values); // the first of several, which is the smallest image_id
                peaks[s][unit] = new(values[first], members[first], FixedPoint.Sum(values));
            }
        }
    }
}
