using VarMem.Analysis;
using VarMem.Store.DuckDb;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis;

public sealed class AnalyzerTest : IDisposable
{
    readonly DuckDbConnection _connection = Database.OpenEmpty();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Run_ReportsEveryMetric_InOrder()
    {
        Fill();
        var names = new List<string>();
        Analyzer.Run(_connection, new(), metric => names.Add(metric.Name));
        Assert.Equal(
            [
                "01_unit_mem", "02_u10_threshold", "03_num_mem_units", "04_ownership", "05_lorenz", "06_concentration",
                "07_localization", "08_localization_by_block", "09_localization_by_kind", "10_train_val_owner", "11_shown",
                "12_depth_diversity",
            ],
            names);
    }

    [Fact]
    public void Run_Again_ReplacesSettingsAndResults()
    {
        Fill();
        Analyzer.Run(_connection, new());
        Analyzer.Run(_connection, new() { Percentile = 97.5, Rest = RestKind.Median });
        Assert.Equal(["percentile=97.5", "rest=median"], Texts("SELECT key || '=' || value FROM setting ORDER BY key"));
        Assert.Equal(["97.5"], Texts("SELECT DISTINCT percentile::VARCHAR FROM u10_threshold"));
    }

    [Fact]
    public void Run_Failing_LeavesTheResultsBefore()
    {
        Fill();
        Analyzer.Run(_connection, new());
        _connection.Run("DROP TABLE train_val_owner; CREATE VIEW train_val_owner AS SELECT 1 AS in_the_way");

        Assert.Throws<DuckDbException>(() => Analyzer.Run(_connection, new() { Percentile = 50 }));

        Assert.Equal(["90.0"], Texts("SELECT DISTINCT percentile::VARCHAR FROM u10_threshold"));
        Assert.Equal(["90"], Texts("SELECT value FROM setting WHERE key = 'percentile'"));
    }

    /// <summary>Activations over 20 orders of magnitude, whose sums in doubles depend on the order of adding.</summary>
    [Fact]
    public void Run_AnyNumberOfThreads_SameBits()
    {
        _connection.Run(
            """
            INSERT INTO layer VALUES (0, 'x', 'transformer', 0, 'ffn.fc1', 5000, 0);
            INSERT INTO image (image_id, path, split, done_at)
                SELECT image_id, 'x', if(image_id % 3 = 0, 'train', 'val'), '2026-01-01' FROM range(80) AS images(image_id);
            INSERT INTO activation
                SELECT image_id, unit_id, exp(hash(image_id, unit_id) % 4600 / -100.0)
                FROM range(80) AS images(image_id), range(5000) AS units(unit_id);
            SET threads = 1;
            """);
        Analyzer.Run(_connection, new());
        _connection.Run(
            """
            CREATE TABLE unit_mem_before AS FROM unit_mem;
            CREATE TABLE localization_before AS FROM localization;
            SET threads = 4;
            """);
        Analyzer.Run(_connection, new());
        Assert.Equal(["0"], Texts("SELECT count(*)::VARCHAR FROM (FROM unit_mem EXCEPT FROM unit_mem_before)"));
        Assert.Equal(["0"], Texts("SELECT count(*)::VARCHAR FROM (FROM localization EXCEPT FROM localization_before)"));
    }

    [Theory]
    [InlineData(-1, "-1")]
    [InlineData(100.5, "100.5")]
    [InlineData(double.NaN, "NaN")]
    public void Run_PercentileOutOfRange_Throws(double percentile, string found)
    {
        Fill();
        var error = Assert.Throws<AnalysisException>(() => Analyzer.Run(_connection, new() { Percentile = percentile }));
        Assert.Equal(
            $"Found percentile {found}; expected 0 to 100, such as 90: the tenth of the units with the highest UnitMem.", error.Message);
    }

    [Fact]
    public void Run_NoImages_Throws()
    {
        var error = Assert.Throws<AnalysisException>(() => Analyzer.Run(_connection, new()));
        Assert.Equal(
            "Found no measured image in :memory:; expected at least one, better some hundred. Run 'varmem extract' into it first.",
            error.Message);
    }

    /// <summary>Two images, one unit.</summary>
    void Fill() => _connection.Run(
        """
        INSERT INTO layer VALUES (0, 'x', 'transformer', 0, 'ffn.fc1', 1, 0);
        INSERT INTO image (image_id, path, done_at) VALUES (0, 'a', '2026-01-01'), (1, 'b', '2026-01-01');
        INSERT INTO activation VALUES (0, 0, 1), (1, 0, 3);
        """);

    List<string> Texts(string sql) => _connection.Rows(sql, row => row.GetString(0));
}
