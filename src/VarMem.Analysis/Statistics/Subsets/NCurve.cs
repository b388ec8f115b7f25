using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Subsets;

/// <summary>Table n_curve: UnitMem over random subsets of the images, of 8, 16, 32, … and all.</summary>
sealed class NCurve : ISubsetMetric
{
    const int Draws = 20, Smallest = 8;

    readonly List<(string Population, int Draw)> _keys = [];
    readonly List<int[]> _subsets = [];
    readonly double _percentile;

    public NCurve(MeasuredImages images, AnalysisOptions options)
    {
        _percentile = options.Percentile;
        foreach (var population in images.Populations.Where(population => population.Rows.Length > 1))
        {
            for (var size = Smallest; size < population.Rows.Length; size *= 2)
            {
                for (var draw = 0; draw < Draws; draw++)
                    Add(population.Name, draw, Choose(population, size, draw, options.Seed));
            }
            Add(population.Name, 0, population.Rows);
        }
    }

    public string Table => "n_curve";

    public IReadOnlyList<int[]> Subsets => _subsets;

    public IEnumerable<object?[]> Rows(IReadOnlyList<MeasuredSubset> measured, IReadOnlyList<UnitPart> parts) =>
        from subset in measured.Zip(_keys)
        from part in parts
        let u10 = subset.First.U10(part, _percentile)
        let size = subset.First.Rows.Length
        let owners = u10.Units.Select(unit => subset.First.Owner[unit]).Distinct().Count()
        select new object?[]
        {
            subset.Second.Population, part.Name, size, subset.Second.Draw, subset.First.MeanUnitMem(part), u10.Threshold,
            (double)owners / size,
        };

    void Add(string population, int draw, int[] rows)
    {
        _keys.Add((population, draw));
        _subsets.Add(rows);
    }

    static int[] Choose(Population population, int size, int draw, long seed)
    {
        var rows = population.Rows.ToArray();
        new Generator($"n_curve {population.Name} {size}", seed, draw).Choose<int>(rows, size);
        return [.. rows.Take(size).Order()];
    }
}
