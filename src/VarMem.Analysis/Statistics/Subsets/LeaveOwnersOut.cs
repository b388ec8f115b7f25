using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics.Subsets;

/// <summary>Table leave_owners_out: the metrics without the images that own most of U10.</summary>
sealed class LeaveOwnersOut : ISubsetMetric
{
    static readonly int[] LeftOut = [0, 1, 2, 5, 10, 20, 50];

    readonly List<(string Population, string Part, int LeftOut)> _keys = [];
    readonly List<int[]> _subsets = [];
    readonly MeasuredImages _images;
    readonly double _percentile;

    public LeaveOwnersOut(DuckDbConnection connection, MeasuredImages images, AnalysisOptions options)
    {
        (_images, _percentile) = (images, options.Percentile);
        var rowOfId = images.RowOfId();
        var top = connection.Rows(
            "SELECT population, part, image_id FROM lorenz WHERE rank <= ? ORDER BY population, part, rank",
            row => (Population: row.GetString(0), Part: row.GetString(1), Row: rowOfId[row.GetInt32(2)]), LeftOut[^1]);
        foreach (var owners in top.GroupBy(owner => (owner.Population, owner.Part), owner => owner.Row))
        {
            var population = images.Populations.Single(population => population.Name == owners.Key.Population);
            foreach (var count in LeftOut.Where(count => population.Rows.Length - count > 1))
            {
                _keys.Add((owners.Key.Population, owners.Key.Part, count));
                _subsets.Add([.. population.Rows.Except(owners.Take(count))]);
            }
        }
    }

    public string Table => "leave_owners_out";

    public IReadOnlyList<int[]> Subsets => _subsets;

    public IEnumerable<object?[]> Rows(IReadOnlyList<MeasuredSubset> measured, IReadOnlyList<UnitPart> parts)
    {
        HashSet<int> whole = [];
        foreach (var (subset, (population, name, leftOut)) in measured.Zip(_keys))
        {
            var part = parts.Single(part => part.Name == name);
            var (threshold, u10) = subset.U10(part, _percentile);
            if (leftOut == 0)
                whole = u10;
            var owners = u10.CountBy(unit => subset.Owner[unit]).Select(owner => owner.Value).ToList();
            yield return
            [
                population, name, leftOut, subset.MeanUnitMem(part), threshold, (double)whole.Count(u10.Contains) / whole.Count,
                owners.Count, (double)owners.Max() / u10.Count, TrainShare(subset, part.Units), TrainShare(subset, u10),
            ];

            double? TrainShare(MeasuredSubset of, IReadOnlyCollection<int> units) => population == "all" && _images.Populations.Count > 2
                ? (double)units.Count(unit => _images.Splits[of.Owner[unit]] == "train") / units.Count
                : null;
        }
    }
}
