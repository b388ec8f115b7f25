using VarMem.Analysis.Activations;

namespace VarMem.Analysis.Statistics;

/// <summary>Table held_out_unit_mem: the owner in each split against the strongest images of the other.</summary>
sealed class HeldOutUnitMem
{
    readonly record struct HeldOut(float Max, double Expected);

    static readonly string[] Splits = ["train", "val"];

    readonly int[] _splitOf; // by row: 0 or 1, else −1
    readonly double[][] _weights; // by rank from the top, for the owner in each split; none unless there are both
    readonly HeldOut[][] _results; // (splits, units)

    public HeldOutUnitMem(MeasuredImages images, int unitCount)
    {
        _splitOf = [.. images.Splits.Select(split => Array.IndexOf(Splits, split))];
        var (train, val) = (_splitOf.Count(split => split == 0), _splitOf.Count(split => split == 1));
        _weights = train > 0 && val > 0 ? [Weights(train, val), Weights(val, train)] : [];
        _results = Array.ConvertAll(_weights, _ => new HeldOut[unitCount]);
    }

    public IUnitVisitor NewVisitor() => new Visitor(_splitOf, _weights, _results);

    public static void Fill(Measurements measured) => measured.Connection.Append("held_out_unit_mem", measured.Units.HeldOut.Rows());

    IEnumerable<object?[]> Rows() =>
        from split in _results.Index()
        from unit in split.Item.Index()
        let sum = unit.Item.Max + unit.Item.Expected
        select new object?[]
        {
            Splits[split.Index], unit.Index, unit.Item.Max, unit.Item.Expected, sum == 0 ? 0 : (unit.Item.Max - unit.Item.Expected) / sum,
        };

    /// <summary>
    /// The probability that the largest of n draws, with replacement, from N values is the one of rank j = 1, 2, … from the top; ranks
    /// beyond the first 21 N/n + 1 have together less than 1e-9.
    /// </summary>
    static double[] Weights(int n, int others)
    {
        var weights = Enumerable.Range(1, (int)Math.Min(others, Math.Ceiling(21.0 * others / n) + 1))
            .Select(j => Math.Pow((others - j + 1) / (double)others, n) - Math.Pow((others - j) / (double)others, n)).ToArray();
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }

    sealed class Visitor(int[] splitOf, double[][] weights, HeldOut[][] results) : IUnitVisitor
    {
        public void Visit(ref UnitMeans unit)
        {
            for (var split = 0; split < results.Length; split++)
            {
                var sorted = unit.Sorted();
                var (max, expected, rank) = (-1f, 0.0, 0);
                for (var i = sorted.Count - 1; max < 0 || rank < weights[split].Length; i--)
                {
                    var from = splitOf[sorted.Row(i)];
                    if (from == split && max < 0)
                        max = sorted.Value(i);
                    else if (from == 1 - split && rank < weights[split].Length)
                        expected += sorted.Value(i) * weights[split][rank++];
                }
                results[split][unit.Unit] = new(max, expected);
            }
        }
    }
}
