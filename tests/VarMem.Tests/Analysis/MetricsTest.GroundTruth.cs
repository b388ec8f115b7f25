using VarMem.Analysis;

namespace VarMem.Tests.Analysis;

/// <summary>Scores against what is known of the training, by definition.</summary>
public sealed partial class MetricsTest
{
    /// <summary>The two sides of a contrast by one score.</summary>
    sealed record Sides(string Contrast, string Part, string Score, double[] Positives, double[] Negatives)
    {
        public IEnumerable<double> Thresholds => Positives.Concat(Negatives).Distinct().OrderDescending();

        public int TruePositives(double threshold) => Positives.Count(value => value >= threshold);

        public int FalsePositives(double threshold) => Negatives.Count(value => value >= threshold);
    }

    [Fact]
    public void GroundTruth_EqualsDefinitions() => ForAll(data =>
    {
        Analyze(data, new());
        var sides = ReadSides();
        AssertTable("roc",
            from s in sides
            from threshold in s.Thresholds
            let tp = s.TruePositives(threshold)
            let fp = s.FalsePositives(threshold)
            select new object?[]
            {
                s.Contrast, s.Part, s.Score, threshold, tp, fp, s.Positives.Length, s.Negatives.Length, Share(tp, s.Positives), Share(fp, s.Negatives),
            });
        sides.RemoveAll(s => s.Positives.Length == 0 || s.Negatives.Length == 0);
        var limits = sides.SelectMany(s => new[] { 0.01, 0.05 }.Select(limit => AtLimit(s, limit))).ToList();
        AssertRows("tpr_at_fpr", limits, Rows("SELECT * EXCLUDE (tpr_low, tpr_high) FROM tpr_at_fpr"));
        AssertRows(
            "ground_truth",
            [
                .. from s in sides
                   select new object?[]
                   {
                       s.Contrast, s.Part, s.Score, s.Positives.Length, s.Negatives.Length, Auroc(s), AveragePrecision(s),
                       (double)s.Positives.Length / (s.Positives.Length + s.Negatives.Length), AtLimit(s, 0.01)[^1], AtLimit(s, 0.05)[^1],
                   },
            ],
            Rows(
                """
                SELECT contrast, part, score, positives, negatives, auroc, average_precision, prevalence, tpr_at_1_percent, tpr_at_5_percent
                FROM ground_truth ORDER BY ALL
                """));
    });

    [Fact]
    public void Auroc_OfAScoreAndItsNegative_AddUpTo1() => ForAll(data =>
    {
        Analyze(data, new());
        _connection.Run("INSERT INTO image_score SELECT part, '-' || score, image_id, -value FROM image_score");
        foreach (var script in MetricScripts.All.Where(script => string.CompareOrdinal(script.Name, "32") > 0 && script.Name[0] == '3'))
            _connection.Run(script.Sql);
        Assert.Empty(Rows(
            """
            SELECT contrast, part, ltrim(score, '-') AS name, sum(auroc) AS total
            FROM ground_truth
            GROUP BY ALL
            HAVING count(*) <> 2 OR abs(total - 1) > 1e-12
            """));
    });

    /// <summary>In the order of table roc. Scores that images of the contrast lack are of the others.</summary>
    List<Sides> ReadSides() =>
    [
        .. from row in Rows(
               "SELECT contrast, part, score, is_positive, value FROM contrast JOIN image_score USING (image_id) ORDER BY ALL")
           group (IsPositive: (bool)row[3]!, Value: (double)row[4]!) by (Contrast: (string)row[0]!, Part: (string)row[1]!, Score: (string)row[2]!) into s
           select new Sides(
               s.Key.Contrast, s.Key.Part, s.Key.Score,
               [.. s.Where(x => x.IsPositive).Select(x => x.Value)], [.. s.Where(x => !x.IsPositive).Select(x => x.Value)]),
    ];

    /// <summary>Of all thresholds within the limit the one that finds most.</summary>
    static object?[] AtLimit(Sides s, double limit)
    {
        double[] within = [.. s.Thresholds.Where(threshold => s.FalsePositives(threshold) <= limit * s.Negatives.Length)];
        double? lowest = within.Length == 0 ? null : within.Min();
        var (fp, tp) = lowest is { } t ? (s.FalsePositives(t), s.TruePositives(t)) : (0, 0);
        return [s.Contrast, s.Part, s.Score, limit, lowest, fp, tp, s.Positives.Length, (double)tp / s.Positives.Length];
    }

    static double Auroc(Sides s) => s.Positives.Average(p => s.Negatives.Average(n => p > n ? 1 : p == n ? 0.5 : 0));

    static double AveragePrecision(Sides s)
    {
        var (sum, recall) = (0.0, 0.0);
        foreach (var threshold in s.Thresholds)
        {
            var (tp, fp) = (s.TruePositives(threshold), s.FalsePositives(threshold));
            sum += ((double)tp / s.Positives.Length - recall) * tp / (tp + fp);
            recall = (double)tp / s.Positives.Length;
        }
        return sum;
    }

    static double? Share(int count, double[] whole) => whole.Length == 0 ? null : (double)count / whole.Length;
}
