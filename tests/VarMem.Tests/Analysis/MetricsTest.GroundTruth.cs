using VarMem.Analysis;

namespace VarMem.Tests.Analysis;

/// <summary>Scores against what is known of the training, by definition.</summary>
public sealed partial class MetricsTest
{
    /// <summary>The two sides of a contrast by one score.</summary>
    sealed record Sides(string Contrast, string Part, string Score, double[] Positives, double[] Negatives)
    {
        public bool IsLowerMember => Score is "loss" or "mink_10" or "mink_20" or "surp_2_10";

        /// <summary>Those that call fewer images positive come first.</summary>
        public IEnumerable<double> Thresholds => Positives.Concat(Negatives).Distinct().OrderBy(value => IsLowerMember ? value : -value);

        public int TruePositives(double threshold) => Positives.Count(value => IsCalled(value, threshold));

        public int FalsePositives(double threshold) => Negatives.Count(value => IsCalled(value, threshold));

        bool IsCalled(double value, double threshold) => IsLowerMember ? value <= threshold : value >= threshold;
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
        var limits = sides.SelectMany(s => new[] { 0.001, 0.01, 0.05 }.Select(limit => AtLimit(s, limit))).ToList();
        AssertRows("tpr_at_fpr", limits, Rows("SELECT * EXCLUDE (tpr_low, tpr_high) FROM tpr_at_fpr"));
        AssertRows(
            "ground_truth",
            [
                .. from s in sides
                   select new object?[]
                   {
                       s.Contrast, s.Part, s.Score, s.Positives.Length, s.Negatives.Length, Auroc(s), AveragePrecision(s),
                       (double)s.Positives.Length / (s.Positives.Length + s.Negatives.Length), AtLimit(s, 0.001)[^1], AtLimit(s, 0.01)[^1],
                       AtLimit(s, 0.05)[^1],
                   },
            ],
            Rows(
                """
                SELECT contrast, part, score, positives, negatives, auroc, average_precision, prevalence,
                    tpr_at_0_1_percent, tpr_at_1_percent, tpr_at_5_percent
                FROM ground_truth ORDER BY ALL
                """));
    });

    [Fact]
    public void Auroc_OfAScoreAndItsNegative_AddUpTo1() => ForAll(data =>
    {
        Analyze(data, new());
        _connection.Run("""
            INSERT INTO image_score SELECT part, '-' || score, image_id, -value FROM image_score;
            INSERT INTO score SELECT '-' || name, higher_is_member, meaning FROM score;
            """);
        foreach (var script in MetricScripts.All.Where(script => string.CompareOrdinal(script.Name, "33") > 0 && script.Name[0] == '3'))
            _connection.Run(script.Sql);
        Assert.Empty(Rows(
            """
            SELECT contrast, part, ltrim(score, '-') AS name, sum(auroc) AS total
            FROM ground_truth
            GROUP BY ALL
            HAVING count(*) <> 2 OR abs(total - 1) > 1e-12
            """));
    });

    /// <summary>Of the scores of a contrast, those of the pictures apart: as many as have no smaller p, times the p of each below.</summary>
    [Fact]
    public void GroundTruth_Holm_EqualsDefinition() => ForAll(data =>
    {
        Analyze(data, new());
        var rows = Rows("SELECT contrast, part = 'picture', p, p_holm FROM ground_truth ORDER BY contrast, part, score");
        AssertRows(
            "p_holm",
            [
                .. from row in rows
                   let all = rows.Where(other => Equals((other[0], other[1]), (row[0], row[1]))).Select(other => (double)other[2]!).Order().ToArray()
                   let p = (double)row[2]!
                   select new object?[] { row[0], row[1], p, Math.Min(1, all.Index().Where(x => x.Item <= p).Max(x => (all.Length - x.Index) * x.Item)) },
            ],
            rows);
    });

    [Theory]
    [InlineData("auroc_by_class", "class_id", "SELECT image_id, class_id AS number FROM image WHERE class_id IS NOT NULL")]
    [InlineData("auroc_by_difficulty", "difficulty", "SELECT image_id, difficulty AS number FROM difficulty")]
    public void AurocByGroup_EqualsDefinition(string table, string column, string groups) => ForAll(data =>
    {
        Analyze(data, new());
        AssertRows(
            table,
            [
                .. from number in Rows($"SELECT DISTINCT number FROM ({groups}) ORDER BY number").Select(row => row[0])
                   from s in ReadSides($"JOIN ({groups}) USING (image_id) WHERE number = {number}")
                   where s.Positives.Length > 0 && s.Negatives.Length > 0
                   orderby s.Contrast, s.Part, s.Score
                   select new object?[] { s.Contrast, s.Part, s.Score, number, s.Positives.Length, s.Negatives.Length, Auroc(s) },
            ],
            Rows($"SELECT contrast, part, score, {column}, positives, negatives, auroc FROM {table}"));
        Assert.Empty(Rows($"FROM {table} WHERE NOT (0 <= auroc_low AND auroc_low <= auroc AND auroc <= auroc_high AND auroc_high <= 1 AND auroc_low < auroc_high)"));
    });

    [Fact]
    public void Difficulty_CountsTheSmallerPictures() => ForAll(data =>
    {
        Analyze(data, new());
        int[] sizes = [.. data.Images.Where(image => image.Statistics is not null).Select(image => image.Statistics![7])];
        AssertTable("difficulty",
            from image in data.Images.Index()
            where image.Item.Statistics is not null
            select new object?[] { RandomCase.ImageId(image.Index), 1 + 5 * sizes.Count(size => size < image.Item.Statistics![7]) / sizes.Length });
    });

    [Fact]
    public void ScoreCorrelation_EqualsDefinition() => ForAll(data =>
    {
        Analyze(data, new());
        var scores = Rows(
            """
            SELECT part, score, image_id, if(higher_is_member IS FALSE, -value, value)
            FROM image_score LEFT JOIN score AS meant ON name = score ORDER BY part, score, image_id
            """).GroupBy(row => (Part: (string)row[0]!, Name: (string)row[1]!), row => (Image: (int)row[2]!, Value: (double)row[3]!)).ToList();
        AssertRows(
            "score_correlation",
            [
                .. from a in scores
                   from b in scores
                   let both = a.Join(b, x => x.Image, y => y.Image, (x, y) => (X: x.Value, Y: y.Value)).ToArray()
                   where both.Length > 0
                   select new object?[]
                   {
                       a.Key.Part, a.Key.Name, b.Key.Part, b.Key.Name, both.Length,
                       Correlation(Ranks([.. both.Select(pair => pair.X)]), Ranks([.. both.Select(pair => pair.Y)])),
                   },
            ],
            Rows("FROM score_correlation"));
    });

    /// <summary>In the order of table roc. Scores that images of the contrast lack are of the others.</summary>
    List<Sides> ReadSides(string where = "") =>
    [
        .. from row in Rows(
               $"SELECT contrast, part, score, is_positive, value FROM contrast JOIN image_score USING (image_id) {where} ORDER BY ALL")
           group (IsPositive: (bool)row[3]!, Value: (double)row[4]!) by (Contrast: (string)row[0]!, Part: (string)row[1]!, Score: (string)row[2]!) into s
           select new Sides(
               s.Key.Contrast, s.Key.Part, s.Key.Score,
               [.. s.Where(x => x.IsPositive).Select(x => x.Value)], [.. s.Where(x => !x.IsPositive).Select(x => x.Value)]),
    ];

    /// <summary>Of all thresholds within the limit the one that finds most.</summary>
    static object?[] AtLimit(Sides s, double limit)
    {
        double[] within = [.. s.Thresholds.Where(threshold => s.FalsePositives(threshold) <= limit * s.Negatives.Length)];
        double? last = within.Length == 0 ? null : within[^1];
        var (fp, tp) = last is { } t ? (s.FalsePositives(t), s.TruePositives(t)) : (0, 0);
        return [s.Contrast, s.Part, s.Score, limit, last, fp, tp, s.Positives.Length, (double)tp / s.Positives.Length];
    }

    static double Auroc(Sides s)
    {
        var higher = s.Positives.Average(p => s.Negatives.Average(n => p > n ? 1 : p == n ? 0.5 : 0));
        return s.IsLowerMember ? 1 - higher : higher;
    }

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
