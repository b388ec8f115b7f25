using VarMem.Analysis;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Analysis.Statistics;

/// <summary>n_curve, half_split and leave_owners_out against the metrics' own tables.</summary>
public sealed class ImageSubsetsTest : IDisposable
{
    readonly MadeUpActivations _data = new();

    DuckDbConnection Connection => _data.Connection;

    public ImageSubsetsTest() => Analyzer.Run(Connection, new() { Percentile = 80, Permutations = 9 });

    public void Dispose() => _data.Dispose();

    /// <summary>Over all images the resampling twin gives what the SQL of unit_mem and u10_threshold gives.</summary>
    [Fact]
    public void Fill_WholePopulation_EqualsTheMetrics()
    {
        var whole = Numbers(
            """
            SELECT n.unit_mem_mean, n.u10_threshold, n.u10_owner_share, l.unit_mem_mean, l.u10_threshold, l.u10_kept, l.u10_owner_count
            FROM n_curve n
            JOIN leave_owners_out l USING (population, part)
            WHERE left_out = 0
            QUALIFY image_count = max(image_count) OVER (PARTITION BY population, part)
            ORDER BY population, part
            """);
        var expected = Numbers(
            """
            SELECT avg(unit_mem), any_value(threshold), any_value(u10_owner_share), avg(unit_mem), any_value(threshold), 1, any_value(u10_owner_count)
            FROM unit_mem
            JOIN unit USING (unit_id)
            JOIN u10_threshold USING (population, part)
            JOIN ownership USING (population, part)
            GROUP BY population, part
            ORDER BY population, part
            """);
        Assert.Equal(6, expected.Count);
        Close(expected, whole);
    }

    /// <summary>Each row of leave_owners_out is the analysis of a database from which the images are gone.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public void Fill_LeaveOwnersOut_EqualsAnAnalysisWithoutThem(int leftOut)
    {
        var found = Numbers(
            $"""
            SELECT unit_mem_mean, u10_threshold, u10_owner_count, top_owner_share, train_share, train_share_u10, u10_kept
            FROM leave_owners_out WHERE population = 'all' AND part = 'transformer' AND left_out = {leftOut}
            """);
        Connection.Run("CREATE TABLE u10_before AS SELECT unit_id FROM unit_mem WHERE population = 'all' AND in_u10 AND unit_id < 30");
        Connection.Run(
            "DELETE FROM image WHERE image_id IN (SELECT image_id FROM lorenz WHERE population = 'all' AND part = 'transformer' AND rank <= ?)",
            leftOut);
        Analyzer.Run(Connection, new() { Percentile = 80, Permutations = 9 });
        Close(
            Numbers(
                """
                SELECT
                    (SELECT avg(unit_mem) FROM unit_mem WHERE population = 'all' AND unit_id < 30),
                    (SELECT threshold FROM u10_threshold WHERE population = 'all' AND part = 'transformer'),
                    (SELECT u10_owner_count FROM ownership WHERE population = 'all' AND part = 'transformer'),
                    (SELECT max(num_mem_units) / sum(num_mem_units) FROM num_mem_units WHERE population = 'all' AND part = 'transformer'),
                    (SELECT train_share FROM train_val_owner WHERE part = 'transformer' AND unit_set = 'all'),
                    (SELECT train_share FROM train_val_owner WHERE part = 'transformer' AND unit_set = 'U10'),
                    (SELECT avg(in_u10::INTEGER) FROM u10_before JOIN unit_mem USING (unit_id) WHERE population = 'all')
                """),
            found);
    }

    [Fact]
    public void Fill_HalfSplit_HalvesEveryClassAndSplit()
    {
        var rows = Numbers(
            """
            SELECT first_images, second_images, u10_first, u10_second, u10_both, jaccard, jaccard_by_chance
            FROM half_split WHERE population = 'all' AND part = 'transformer' ORDER BY draw
            """);
        Assert.Equal(25, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Equal(MadeUpActivations.Images, row[0] + row[1]);
            Assert.InRange(row[0] - row[1], -1, 1);
            Assert.InRange(row[4], 0, Math.Min(row[2], row[3]));
            Assert.Equal(row[4] / (row[2] + row[3] - row[4]), row[5], 1e-12);
            var both = row[2] * row[3] / MadeUpActivations.TransformerUnits;
            Assert.Equal(both / (row[2] + row[3] - both), row[6], 1e-12);
        });
        Assert.True(rows.Select(row => row[4]).Distinct().Count() > 1);
    }

    [Fact]
    public void Fill_NCurve_Has20DrawsOfEachSize_AndGrows()
    {
        var rows = Numbers(
            """
            SELECT image_count, count(*), avg(unit_mem_mean) FROM n_curve
            WHERE population = 'all' AND part = 'transformer' GROUP BY image_count ORDER BY image_count
            """);
        Assert.Equal([[8, 20], [16, 20], [32, 20], [40, 1]], rows.Select(row => row[..2]));
        Assert.Equal(rows.Select(row => row[2]).Order(), rows.Select(row => row[2]));
    }

    [Fact]
    public void Fill_Again_SameSeedSameRows_OtherSeedOthers()
    {
        const string All = "SELECT jaccard, spearman FROM half_split ORDER BY ALL";
        var before = Numbers(All);
        Analyzer.Run(Connection, new() { Percentile = 80, Permutations = 9 });
        Close(before, Numbers(All));
        Analyzer.Run(Connection, new() { Percentile = 80, Permutations = 9, Seed = 1 });
        Assert.NotEqual(before, Numbers(All));
    }

    List<double[]> Numbers(string sql) => Connection.Rows(sql, row => Enumerable.Range(0, row.FieldCount).Select(row.GetDouble).ToArray());

    static void Close(List<double[]> expected, List<double[]> found)
    {
        Assert.Equal(expected.Count, found.Count);
        Assert.All(expected.Zip(found), rows => Assert.All(rows.First.Zip(rows.Second), pair => Assert.Equal(pair.First, pair.Second, 1e-12)));
    }
}
