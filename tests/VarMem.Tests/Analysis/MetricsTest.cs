using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis;
using VarMem.Store.DuckDb;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis;

/// <summary>What holds of the metrics whatever the activations are.</summary>
public sealed partial class MetricsTest : IDisposable
{
    readonly DuckDbConnection _connection = Database.OpenEmpty();

    public MetricsTest() => _connection.Run("SET threads = 1");

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData(90, RestKind.Mean)]
    [InlineData(90, RestKind.Median)]
    [InlineData(50, RestKind.Mean)]
    public void EveryTable_EqualsBruteForce(double percentile, RestKind rest) => ForAll(data =>
    {
        Analyze(data, new() { Percentile = percentile, Rest = rest });
        var expected = new BruteForce(data, percentile, rest is RestKind.Median);
        AssertTable("unit_mem", expected.unit_mem());
        AssertTable("u10_threshold", expected.u10_threshold());
        AssertTable("num_mem_units", expected.num_mem_units());
        AssertTable("ownership", expected.ownership());
        AssertTable("lorenz", expected.lorenz());
        AssertTable("concentration", expected.concentration());
        AssertTable("localization", expected.localization());
        AssertTable("localization_by_block", expected.localization_by_block());
        AssertTable("localization_by_kind", expected.localization_by_kind());
        AssertTable("train_val_owner", expected.train_val_owner());
        AssertTable("depth_diversity", expected.depth_diversity());
        AssertTable("class_mem", expected.class_mem());
        AssertTable("class_influence", expected.class_influence());
        AssertTable("top_unit", expected.top_unit());
        AssertTable("least_unit", expected.least_unit());
        AssertTable("least_image", expected.least_image());
        AssertTable("unit_mem_scale", expected.unit_mem_scale());
        AssertTable("localization_by_scale", expected.localization_by_scale());
        AssertTable("held_out_unit_mem", expected.held_out_unit_mem());
        AssertTable("held_out_summary", expected.held_out_summary());
        AssertTable("owner_weight", expected.owner_weight());
        AssertTable("image_score", expected.image_score());
        AssertTable("contrast", expected.contrast());
    });

    [Fact]
    public void UnitMem_LiesBetween0And1() => Never(
        """
        SELECT unit_id FROM unit_mem WHERE NOT unit_mem BETWEEN 0 AND 1
        UNION ALL SELECT unit_id FROM unit_mem_scale WHERE NOT unit_mem BETWEEN 0 AND 1
        UNION ALL SELECT unit_id FROM class_mem WHERE NOT class_mem BETWEEN 0 AND 1
        UNION ALL SELECT unit_id FROM held_out_unit_mem WHERE NOT held_out_unit_mem BETWEEN -1 AND 1
        """);

    [Fact]
    public void U10_HoldsAtLeastItsShareOfUnits() => Never(
        "FROM u10_threshold WHERE threshold IS NOT NULL AND u10_count < unit_count * (100 - percentile) / 100 - 1e-9");

    [Fact]
    public void NumMemUnits_AddUpToU10() => Never(
        """
        FROM u10_threshold
        JOIN (SELECT population, part, sum(num_mem_units) AS u10, sum(units_owned) AS units FROM num_mem_units GROUP BY ALL)
            USING (population, part)
        WHERE u10 <> u10_count OR units <> unit_count
        """);

    /// <summary>Each unit has one owner, in every group that it belongs to.</summary>
    [Fact]
    public void OwnerWeight_AddsUpToUnits() => Never(
        """
        FROM (
            SELECT part, unit_set, grouping, group_name, sum(unit_count) AS owned
            FROM owner_weight GROUP BY ALL) AS weight
        LEFT JOIN (
            SELECT part, 'all' AS unit_set, 'overall' AS grouping, 'all' AS group_name, unit_count AS units FROM u10_threshold WHERE population = 'all'
            UNION ALL SELECT part, 'U10', 'overall', 'all', u10_count FROM u10_threshold WHERE population = 'all'
            UNION ALL SELECT part, 'all', 'block', block::VARCHAR, unit_count FROM localization_by_block WHERE population = 'all'
            UNION ALL SELECT part, 'U10', 'block', block::VARCHAR, u10_count FROM localization_by_block WHERE population = 'all'
            UNION ALL SELECT part, 'all', 'kind', kind, unit_count FROM localization_by_kind WHERE population = 'all'
            UNION ALL SELECT part, 'U10', 'kind', kind, u10_count FROM localization_by_kind WHERE population = 'all'
            UNION ALL SELECT part, 'all', 'scale', scale::VARCHAR, sum(unit_count) FROM localization_by_scale WHERE population = 'all' GROUP BY ALL
            UNION ALL SELECT part, 'U10', 'scale', scale::VARCHAR, sum(u10_count) FROM localization_by_scale WHERE population = 'all' GROUP BY ALL)
            USING (part, unit_set, grouping, group_name)
        WHERE owned IS DISTINCT FROM units
        """);

    [Fact]
    public void DepthDiversity_EffectiveNumbers_AreAtMostNumbers() => Never(
        """
        FROM depth_diversity
        WHERE effective_images NOT BETWEEN 1 - 1e-9 AND image_count + 1e-9 OR effective_classes NOT BETWEEN 1 - 1e-9 AND class_count + 1e-9
        """);

    [Fact]
    public void Lorenz_RisesTo1_EverSlower() => Never(
        """
        FROM (
            SELECT *, u10_share - lag(u10_share, 1, 0) OVER curve AS step, rank = max(rank) OVER (PARTITION BY population, part) AS is_last
            FROM lorenz
            WINDOW curve AS (PARTITION BY population, part ORDER BY rank))
        WHERE step < 0 OR u10_share < image_share - 1e-12 OR is_last AND (u10_share <> 1 OR image_share <> 1)
        """);

    [Fact]
    public void Localization_AddsUpToU10() => Never(
        """
        SELECT population, part
        FROM (
            SELECT population, part, unit_count, u10_count FROM localization
            UNION ALL SELECT population, part, unit_count, u10_count FROM localization_by_block
            UNION ALL SELECT population, part, unit_count, u10_count FROM localization_by_kind
            UNION ALL SELECT population, part, -3 * unit_count, -3 * u10_count FROM u10_threshold)
        GROUP BY population, part
        HAVING sum(unit_count) <> 0 OR sum(u10_count) <> 0
        """);

    /// <summary>UnitMem is a ratio: a factor changes neither it nor what follows. Powers of two scale floats exactly.</summary>
    [Fact]
    public void Scaling_ChangesNoRatio() => Unchanged(data => data.Scale(1 / 64f),
        "SELECT population, unit_id, unit_mem, owner_image_id, in_u10 FROM unit_mem",
        "SELECT population, unit_id, scale, unit_mem, owner_image_id, in_u10 FROM unit_mem_scale",
        "SELECT population, unit_id, class_mem, class_id FROM class_mem",
        "SELECT split, unit_id, held_out_unit_mem FROM held_out_unit_mem",
        "FROM image_score");

    /// <summary>Owners may change, where several images are tied.</summary>
    [Fact]
    public void ImageOrder_ChangesNoUnitMem() => Unchanged(data => data.ReverseImages(),
        "SELECT population, unit_id, mu_max, mu_rest, unit_mem, in_u10 FROM unit_mem",
        "SELECT population, unit_id, scale, mu_max, mu_rest, unit_mem, in_u10 FROM unit_mem_scale",
        "FROM class_mem",
        "FROM held_out_unit_mem",
        "SELECT population, part, mean_rank FROM image_mu_rank ORDER BY ALL");

    void Unchanged(Func<RandomCase, RandomCase> change, params string[] queries) => ForAll(data =>
    {
        Analyze(data, new());
        var before = queries.Select(Rows).ToList();
        Analyze(change(data), new());
        foreach (var (query, rows) in queries.Zip(before))
            AssertRows(query, rows, Rows(query));
    });

    static void ForAll(Action<RandomCase> holds) =>
        Prop.ForAll(RandomCase.Arbitrary, holds).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    /// <summary>No row ever satisfies the query.</summary>
    void Never(string query) => ForAll(data =>
    {
        Analyze(data, new());
        Assert.Empty(Rows(query));
    });

    void Analyze(RandomCase data, AnalysisOptions options)
    {
        data.WriteTo(_connection);
        if (data.ImageCount > 0)
            Analyzer.Run(_connection, options with { Permutations = 20 });
        else
            MetricScripts.All.ToList().ForEach(script => _connection.Run(script.Sql));
    }

    List<object?[]> Rows(string sql) => _connection.Rows(sql, row =>
        Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? null : row.GetValue(i)).ToArray());

    void AssertTable(string table, IEnumerable<object?[]> expected) => AssertRows(table, [.. expected], Rows($"FROM {table}"));

    static void AssertRows(string what, List<object?[]> expected, List<object?[]> found)
    {
        var equal = expected.Count == found.Count && expected.Zip(found).All(rows =>
            rows.First.Length == rows.Second.Length && rows.First.Zip(rows.Second).All(cells => Equal(cells.First, cells.Second)));
        Assert.True(equal, $"{what}\nexpected:\n{Text(expected)}\nfound:\n{Text(found)}");
    }

    /// <summary>Counts of any width are equal as text, sums of doubles to their last digits.</summary>
    static bool Equal(object? expected, object? found) => expected is double a && found is double b
        ? Math.Abs(a - b) < 1e-14
        : FormattableString.Invariant($"{expected}") == FormattableString.Invariant($"{found}");

    static string Text(List<object?[]> rows) => string.Join('\n', rows.Select(row => string.Join('\t', row)));
}
