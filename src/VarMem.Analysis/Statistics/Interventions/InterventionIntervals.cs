using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Interventions;

/// <summary>Table intervention_interval: the images of each group drawn with replacement.</summary>
static class InterventionIntervals
{
    /// <summary>What is taken off the change: nothing, or the mean over the draws of a control.</summary>
    static readonly string?[] TakenOff = [null, "random", "matched"];

    readonly record struct Group(string Name, double[][] Changes);

    readonly record struct Comparison(string Name, string Group, string? Other, bool IsRatio);

    public static void Fill(Measurements measured)
    {
        var (connection, options) = (measured.Connection, measured.Options);
        var rows = connection.Rows(
            """
            SELECT
                image_id, image_group, factor, intervention.scale::INTEGER AS of_scale,
                any_value(likelihood.nll - as_it_is.nll) FILTER (WHERE control IS NULL) AS chosen,
                coalesce(avg(likelihood.nll - as_it_is.nll ORDER BY draw) FILTER (WHERE control = 'random'), 'nan'),
                coalesce(avg(likelihood.nll - as_it_is.nll ORDER BY draw) FILTER (WHERE control = 'matched'), 'nan')
            FROM intervention_likelihood AS likelihood
            JOIN intervention_image AS as_it_is USING (image_id)
            JOIN intervention USING (intervention_id)
            WHERE intervention_id <> 0
            GROUP BY ALL
            HAVING chosen IS NOT NULL
            ORDER BY of_scale NULLS FIRST, factor DESC, image_id
            """,
            row => (
                Image: row.GetInt32(0), Group: row.GetString(1), Dose: (Factor: row.GetDouble(2), Scale: row.GetFieldValue<int?>(3)),
                Own: row.GetDouble(4), Random: row.GetDouble(5), Matched: row.GetDouble(6)));
        var doses = rows.Select(row => row.Dose).Distinct().ToArray();
        Group[] groups =
        [
            .. from row in rows
               group row by row.Group into images
               orderby images.Key
               select new Group(images.Key, [.. images.GroupBy(row => row.Image, (_, all) => (double[])
                   [.. all.SelectMany(row => new[] { row.Own, row.Own - row.Random, row.Own - row.Matched })])]),
        ];
        if (groups.Any(group => group.Changes.Any(changes => changes.Length != doses.Length * TakenOff.Length))) return; // not all of a dose is there
        var means = groups.ToDictionary(group => group.Name, group => Means(group, doses.Length * TakenOff.Length, options));
        connection.Append("intervention_interval",
            from dose in doses.Index()
            from one in Compared(groups)
            from control in TakenOff.Index()
            where control.Item is null || !one.IsRatio
            let values = Values(means, one, dose.Index * TakenOff.Length + control.Index)
            where !double.IsNaN(values.Observed)
            let ends = Distribution.Middle95([.. values.Drawn.Where(value => !double.IsNaN(value))])
            select new object?[] { dose.Item.Factor, (sbyte?)dose.Item.Scale, one.Name, control.Item, values.Observed, ends.Low, ends.High });
    }

    /// <summary>Each group; the owners less, and by, each of the others.</summary>
    static IEnumerable<Comparison> Compared(Group[] groups) =>
    [
        .. groups.Select(group => new Comparison(group.Name, group.Name, null, IsRatio: false)),
        .. from owner in groups
           from other in groups
           where owner.Name == "owner" && other.Name != "owner"
           from ratio in (bool[])[false, true]
           select new Comparison($"{owner.Name} {(ratio ? '/' : '-')} {other.Name}", owner.Name, other.Name, ratio),
    ];

    /// <summary>The mean of each statistic over the group's images: as it is, and under every draw.</summary>
    static (double[] Observed, Draws Drawn, int Images) Means(Group group, int statistics, AnalysisOptions options) => (
        [.. Enumerable.Range(0, statistics).Select(statistic => group.Changes.Sum(image => image[statistic]) / group.Changes.Length)],
        ImageBootstrap.Sums(group.Changes, statistics, options.Permutations, $"intervention {group.Name}", options.Seed),
        group.Changes.Length);

    static (double Observed, double[] Drawn) Values(
        Dictionary<string, (double[] Observed, Draws Drawn, int Images)> means, Comparison comparison, int statistic)
    {
        var (observed, drawn, images) = means[comparison.Group];
        double[] values = [.. drawn.Column(statistic).Select(sum => sum / images)];
        if (comparison.Other is null) return (observed[statistic], values);
        var other = means[comparison.Other];
        return (
            Compare(observed[statistic], other.Observed[statistic]),
            [.. values.Zip(other.Drawn.Column(statistic), (value, sum) => Compare(value, sum / other.Images))]);

        double Compare(double a, double b) => !comparison.IsRatio ? a - b : a > 0 && b > 0 ? a / b : double.NaN;
    }
}
