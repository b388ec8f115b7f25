using System.Diagnostics;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>extract --shard</c>: n processes store together what one does.</summary>
public class ShardsTest : ProgramTest
{
    const int PerClass = 8, ImageCount = 2 * 9 * PerClass; // in two splits and nine classes

    /// <summary>One of the shards is killed in its middle and goes on.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(7)]
    public void Shards_Together_EqualOneRun(int count)
    {
        Do($"extract --model {Model} --manifest {Manifest} --per-class {PerClass} --crop center --per-scale --db one.duckdb");
        var killed = (count + 1) / 2;
        KillAfterACommit(Extract(killed, count));
        for (var number = 1; number <= count; number++)
            Assert.Equal(number == killed, Do(Extract(number, count)).Error.Contains("; going on with the rest", StringComparison.Ordinal));

        using var connection = new DuckDbConnection();
        connection.Open();
        connection.Run($"ATTACH '{Folder.File("one.duckdb")}' AS one (READ_ONLY)");
        for (var number = 1; number <= count; number++) connection.Run($"ATTACH '{Folder.File($"{number}.duckdb")}' AS shard{number} (READ_ONLY)");
        foreach (var (table, columns) in (ReadOnlySpan<(string, string)>)[("activation", "*"), ("activation_scale", "*"), ("image", "* EXCLUDE (done_at)"), ("image_statistic", "*")])
        {
            var one = $"SELECT {columns} FROM one.{table}";
            var shards = string.Join(" UNION ALL ", Enumerable.Range(1, count).Select(number => $"SELECT {columns} FROM shard{number}.{table}"));
            Assert.NotEqual(0, Count($"FROM ({one})"));
            Assert.Equal(0, Count($"FROM ({one} EXCEPT ALL ({shards}))"));
            Assert.Equal(0, Count($"FROM (({shards}) EXCEPT ALL {one})"));
        }
        for (var number = 1; number <= count; number++)
        {
            // Contiguous rows of the selection: their ids lie between those of the shards before and behind.
            Assert.Equal(0, Count($"FROM one.image WHERE image_id BETWEEN (SELECT min(image_id) FROM shard{number}.image) AND (SELECT max(image_id) FROM shard{number}.image) AND image_id NOT IN (SELECT image_id FROM shard{number}.image)"));
            Assert.InRange(Count($"FROM shard{number}.image"), ImageCount / count, ImageCount / count + 1);
            Assert.Equal(
                [("shard", $"{number}/{count}"), ("shard_images", $"{ImageCount}")],
                connection.Rows($"SELECT key, value FROM shard{number}.setting WHERE key LIKE 'shard%' ORDER BY key", row => (row.GetString(0), row.GetString(1))));
        }
        Assert.Equal(0, Count("FROM one.setting WHERE key IN ('shard', 'shard_images')"));

        long Count(string from) => connection.Rows($"SELECT count(*) {from}", row => row.GetInt64(0)).Single();
    }

    [Fact]
    public void Shard_IntoAnothersFile_IsRefused()
    {
        Do($"extract --model {Model} --manifest {Manifest} --crop center --limit 2 --shard 2/3 --db a.duckdb");
        Do($"extract --model {Model} --manifest {Manifest} --crop center --limit 2 --shard 2/3 --db a.duckdb"); // complete, and the same again
        Refused("2/2", 2, "setting shard: found 2/3, expected 2/2.");
        Refused("3/3", 2, "setting shard: found 2/3, expected 3/3.");
        Refused("2/3", 3, "setting shard_images: found 4, expected 6.");
        Assert.Contains(
            "setting shard: found 2/3, expected nothing; setting shard_images: found 4, expected nothing.",
            Fails(1, $"extract --model {Model} --manifest {Manifest} --crop center --limit 2 --db a.duckdb"),
            StringComparison.Ordinal);

        void Refused(string shard, int limit, string difference) => Assert.Contains(
            difference,
            Fails(1, $"extract --model {Model} --manifest {Manifest} --crop center --limit {limit} --shard {shard} --db a.duckdb"),
            StringComparison.Ordinal);
    }

    /// <summary>As many images, but others: the shard's own would not be told from them.</summary>
    [Fact]
    public void Shard_OfAnotherSelection_IsRefused()
    {
        Do($"extract --model {Model} --manifest {Manifest} --crop center --classes flags --limit 2 --shard 1/2 --db a.duckdb");
        Assert.Equal(
            "a.duckdb holds images that are not in shard 1/2 of those selected; expected the --limit, --per-class and --classes that it was begun with, or another --db",
            Fails(2, $"extract --model {Model} --manifest {Manifest} --crop center --classes food --limit 2 --shard 1/2 --db a.duckdb"));
    }

    [Fact]
    public void Shard_OfFewerImages_IsRefused()
    {
        Assert.Equal(
            "5 shards of 4 images; expected an image or more in each",
            Fails(2, $"extract --model {Model} --manifest {Manifest} --limit 2 --shard 1/5 --db a.duckdb"));
        Assert.False(File.Exists(Folder.File("a.duckdb")));
    }

    /// <summary>With the means of each scale, too, so that a commit holds but a few images.</summary>
    static FormattableString Extract(int number, int count) =>
        $"extract --model {Model} --manifest {Manifest} --per-class {PerClass} --crop center --per-scale --shard {number}/{count} --db {number}.duckdb";

    void KillAfterACommit(FormattableString line)
    {
        using var process = VarMemProcess.Start(Folder.Path, line);
        process.PriorityClass = ProcessPriorityClass.Idle; // on a busy machine, too, the commit is seen before the end
        while (process.StandardError.ReadLine() is { } said && !said.StartsWith("scoring images", StringComparison.Ordinal)) { }
        process.Kill();
        process.WaitForExit();
    }
}
