using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis;
using VarMem.Store.DuckDb;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis;

/// <summary>What holds of the metrics whatever the activations are.</summary>
public sealed class MetricsTest : IDisposable
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
    });

    [Fact]
    public void UnitMem_LiesBetween0And1() => Never("FROM unit_mem WHERE NOT unit_mem BETWEEN 0 AND 1");

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
    public void Scaling_ChangesNoRatio() => ForAll(data =>
    {
        const string Ratios = "SELECT population, unit_id, unit_mem, owner_image_id, in_u10 FROM unit_mem";
        Analyze(data, new());
        var before = Rows(Ratios);
        Analyze(data.Scale(1 / 64f), new());
        AssertRows(Ratios, before, Rows(Ratios));
    });

    /// <summary>Owners may change, where several images are tied.</summary>
    [Fact]
    public void ImageOrder_ChangesNoUnitMem() => ForAll(data =>
    {
        const string UnitMem = "SELECT population, unit_id, mu_max, mu_rest, unit_mem, in_u10 FROM unit_mem";
        Analyze(data, new());
        var before = Rows(UnitMem);
        Analyze(data.ReverseImages(), new());
        AssertRows(UnitMem, before, Rows(UnitMem));
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
            Analyzer.Run(_connection, options);
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
