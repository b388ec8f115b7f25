using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Subsets;

/// <summary>Table half_split: how far two random halves of the images agree on which units memorize.</summary>
sealed class HalfSplit : ISubsetMetric
{
    const int Draws = 25;

    readonly List<(string Population, int Draw)> _keys = [];
    readonly List<int[]> _subsets = []; // first and second halves in turn
    readonly double _percentile;

    public HalfSplit(MeasuredImages images, AnalysisOptions options)
    {
        _percentile = options.Percentile;
        foreach (var population in images.Populations.Where(population => population.Rows.Length > 3))
        {
            for (var draw = 0; draw < Draws; draw++)
            {
                _keys.Add((population.Name, draw));
                _subsets.AddRange(Halve(population, images, new Generator($"half_split {population.Name}", options.Seed, draw)));
            }
        }
    }

    public string Table => "half_split";

    public IReadOnlyList<int[]> Subsets => _subsets;

    public IEnumerable<object?[]> Rows(IReadOnlyList<MeasuredSubset> measured, IReadOnlyList<UnitPart> parts)
    {
        foreach (var (i, (population, draw)) in _keys.Index())
        {
            var (first, second) = (measured[2 * i], measured[2 * i + 1]);
            foreach (var part in parts)
            {
                var (a, b) = (first.U10(part, _percentile).Units, second.U10(part, _percentile).Units);
                var both = a.Count(b.Contains);
                var chance = (double)a.Count * b.Count / part.Units.Length;
                yield return
                [
                    population, part.Name, draw, first.Rows.Length, second.Rows.Length, a.Count, b.Count, both,
                    both / (double)(a.Count + b.Count - both), chance / (a.Count + b.Count - chance),
                    Ranks.Spearman(Of(first), Of(second)),
                ];

                double[] Of(MeasuredSubset half) => [.. part.Units.Select(unit => half.UnitMem[unit])];
            }
        }
    }

    /// <summary>Every class and split is halved; of an odd number the one more goes to either half in turn.</summary>
    static int[][] Halve(Population population, MeasuredImages images, Generator generator)
    {
        var (first, second) = (new List<int>(), new List<int>());
        foreach (var stratum in population.Rows.GroupBy(row => (images.Classes[row], images.Splits[row])))
        {
            var rows = stratum.ToArray();
            generator.Choose<int>(rows, rows.Length);
            var cut = (rows.Length + (first.Count <= second.Count ? 1 : 0)) / 2;
            first.AddRange(rows[..cut]);
            second.AddRange(rows[cut..]);
        }
        return [[.. first.Order()], [.. second.Order()]];
    }
}
