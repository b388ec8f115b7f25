namespace VarMem.Tests.Analysis;

/// <summary>Pictures against what the network keeps of them, by definition.</summary>
public sealed partial class MetricsTest
{
    [Fact]
    public void ImageCorrelation_EqualsDefinitions() => ForAll(data =>
    {
        Analyze(data, new());
        var shown = data.Members("train").Length > 0 ? "train" : "all";
        int[] images = [.. data.Members(shown).Where(i => data.Images[i].Statistics is not null)];
        var targets =
            from row in Rows(
                $"""
                SELECT part, 'num_mem_units' AS variable, image_id, num_mem_units::DOUBLE FROM num_mem_units WHERE population = '{shown}'
                UNION ALL SELECT part, 'mean_mu_rank', image_id, mean_rank FROM image_mu_rank WHERE population = '{shown}'
                ORDER BY ALL
                """)
            where images.Contains(((int)row[2]! - 1) / 3)
            group (double)row[3]! by (Part: (string)row[0]!, Name: (string)row[1]!) into variable
            select (variable.Key.Part, variable.Key.Name, Values: variable.ToArray());
        var pictures =
            from s in images.Length == 0 ? [] : BruteForce.Statistics.Index()
            select (Part: "picture", Name: s.Item, Values: images.Select(i => (double)data.Images[i].Statistics![s.Index]).ToArray());
        var ranked = targets.Concat(pictures)
            .Select(x => (x.Part, x.Name, Ranks: Ranks(x.Values), Residuals: Residuals(Ranks(x.Values), [.. images.Select(i => data.Images[i].Class)])))
            .OrderBy(x => x.Part, StringComparer.Ordinal).ThenBy(x => x.Name, StringComparer.Ordinal).ToList();
        AssertTable("image_rank",
            from x in ranked
            from i in images.Index()
            select new object?[] { x.Part, x.Name, RandomCase.ImageId(i.Item), x.Ranks[i.Index], x.Residuals[i.Index] });
        AssertRows(
            "image_correlation",
            [
                .. from target in ranked
                   where target.Part != "picture"
                   from picture in ranked
                   where picture.Part == "picture"
                   let partial = Correlation(target.Residuals, picture.Residuals)
                   select new object?[]
                   {
                       target.Part, target.Name, picture.Name, images.Length, Correlation(target.Ranks, picture.Ranks), partial, partial is not null,
                   },
            ],
            Rows("SELECT part, target, statistic, image_count, rho, rho_partial, p IS NOT NULL FROM image_correlation"));
    });

    [Fact]
    public void ImageCorrelation_Corrections_EqualDefinitions() => ForAll(data =>
    {
        Analyze(data, new());
        var rows = Rows("SELECT part, p, p_holm, p_bh FROM image_correlation WHERE p IS NOT NULL ORDER BY part, target, statistic");
        var expected =
            from row in rows
            let others = rows.Where(other => Equals(other[0], row[0])).Select(other => (double)other[1]!).Order().ToArray()
            let p = (double)row[1]!
            // Of equal ones any place will do: the correction is of all that are no higher, or no lower.
            select new object?[]
            {
                row[0], p,
                Math.Min(1, others.Index().Where(x => x.Item <= p).Max(x => (others.Length - x.Index) * x.Item)),
                Math.Min(1, others.Index().Where(x => x.Item >= p).Min(x => others.Length * x.Item / (x.Index + 1))),
            };
        AssertRows("image_correlation", [.. expected], rows);
    });

    [Fact]
    public void Corrections_Holm_BenjaminiHochberg_AndP_Fall() => Never(
        "FROM image_correlation WHERE p_holm < p_bh - 1e-12 OR p_bh < p - 1e-12 OR p_holm > 1 OR p NOT BETWEEN 0 AND 1");

    static double[] Ranks(double[] values) =>
        [.. values.Select(value => values.Count(other => other < value) + (values.Count(other => other == value) + 1) / 2.0)];

    static double[] Residuals(double[] ranks, int?[] classes) =>
        [.. ranks.Select((rank, i) => rank - ranks.Where((_, j) => classes[j] == classes[i]).Average())];

    /// <summary>Null where one side is constant.</summary>
    static double? Correlation(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        double Sum(Func<int, double> of) => Enumerable.Range(0, x.Length).Sum(of);
        var (xx, yy) = (Sum(i => (x[i] - meanX) * (x[i] - meanX)), Sum(i => (y[i] - meanY) * (y[i] - meanY)));
        return xx < 1e-12 || yy < 1e-12 ? null : Sum(i => (x[i] - meanX) * (y[i] - meanY)) / Math.Sqrt(xx * yy);
    }
}
