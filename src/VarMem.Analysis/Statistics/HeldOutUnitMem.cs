using VarMem.Analysis.Activations;

namespace VarMem.Analysis.Statistics;

/// <summary>Table held_out_unit_mem: the owner in each split against the strongest images of the other.</summary>
static class HeldOutUnitMem
{
    readonly record struct HeldOut(double Max, double Expected);

    public static void Fill(Measurements measured)
    {
        var splits = new[] { "train", "val" }
            .Select(name => measured.Images.Populations.FirstOrDefault(population => population.Name == name)).ToArray();
        if (splits.Any(split => split.Rows is null))
            return;
        var results = Array.ConvertAll(splits, _ => new HeldOut[measured.Activations.UnitCount]);
        var rows = Array.ConvertAll(splits, split => split.Rows);
        double[][] weights = [.. rows.Zip(rows.Reverse(), (own, other) => Weights(own.Length, other.Length))];
        measured.Activations.Visit(() => new Visitor(rows, weights, results));

        measured.Connection.Append("held_out_unit_mem",
            from split in splits.Zip(results)
            from unit in split.Second.Index()
            let sum = unit.Item.Max + unit.Item.Expected
            select new object?[]
            {
                split.First.Name, unit.Index, (float)unit.Item.Max, unit.Item.Expected,
                sum == 0 ? 0 : (unit.Item.Max - unit.Item.Expected) / sum,
            });
    }

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

    sealed class Visitor(int[][] rows, double[][] weights, HeldOut[][] results) : IUnitVisitor
    {
        readonly RadixSort _sort = new(rows.Max(split => split.Length));
        readonly float[] _ofSplit = new float[rows.Max(split => split.Length)];
        readonly float[] _max = new float[2];
        readonly double[] _expected = new double[2];

        public void Visit(int unit, ReadOnlySpan<float> mu)
        {
            foreach (var (s, members) in rows.Index())
            {
                var values = _ofSplit.AsSpan(0, members.Length);
                for (var i = 0; i < members.Length; i++)
                    values[i] = mu[members[i]];
                _sort.Sort(values);
                var sorted = _sort.Values(members.Length);
                _max[s] = sorted[^1];
                var expected = 0.0;
                foreach (var (j, weight) in weights[1 - s].Index())
                    expected += sorted[^(j + 1)] * weight;
                _expected[1 - s] = expected;
            }
            for (var s = 0; s < results.Length; s++)
                results[s][unit] = new(_max[s], _expected[s]);
        }
    }
}
