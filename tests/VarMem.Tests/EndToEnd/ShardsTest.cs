using System.Diagnostics;
using VarMem.Pipeline.Sources;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>extract --shard</c> and <c>merge</c>: n processes store together what one does.</summary>
public class ShardsTest : ProgramTest
{
    const int ImageCount = 144;

    /// <summary>
    /// One of the shards is killed in its middle and goes on. Merged and analyzed they are the one run, row for row; only the times are
    /// others, and the settings in which a merge says that it is one.
    /// </summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(7)]
    public void Shards_Together_EqualOneRun(int count)
    {
        string[] images = [.. CopyImages()];
        Do($"extract --model {Model} --manifest manifest.csv --crop center --batch 1 --per-scale --db one.duckdb");
        var killed = (count + 1) / 2;
        KillInItsMiddle(new Shard(killed, count), images);
        for (var number = 1; number <= count; number++)
            Assert.Equal(number == killed, Do(Extract(new(number, count))).Error.Contains("; going on with the rest", StringComparison.Ordinal));
        RequireDealt(count);

        var shards = Enumerable.Range(1, count).Select(number => $"{number}.duckdb").ToArray();
        var merge = Do($"merge --db merged.duckdb {shards}");
        Assert.Matches($@"\n{ImageCount} images of {count} files in merged.duckdb \(.*\)\n`varmem analyze --db merged.duckdb` computes the metrics from them\n$", merge.Error);
        Assert.Equal(
            Do($"analyze --db one.duckdb --permutations 0").Output,
            Do($"analyze --db merged.duckdb --permutations 0").Output);
        Databases.RequireEqual(Folder.File("one.duckdb"), Folder.File("merged.duckdb"), "merged", "merged_images");
        using var merged = Open("merged.duckdb");
        Assert.Equal(
            [("merged", $"{count}"), ("merged_images", $"{ImageCount}")],
            merged.Rows("SELECT key, value FROM setting WHERE key SIMILAR TO '(merged|shard|keep).*' ORDER BY key", row => (row.GetString(0), row.GetString(1))));
    }

    /// <summary>What <c>merge</c> refuses before it looks into a file; tests/VarMem.Tests/Store/Merging has the rest.</summary>
    [Fact]
    public void Merge_OfFilesNamedTwice_IsRefused()
    {
        var message = $"{Folder.File("a.duckdb")} is named twice; expected different files, and another for --db";
        Assert.Equal(message, Fails(2, $"merge --db b.duckdb a.duckdb ./a.duckdb"));
        Assert.Equal(message, Fails(2, $"merge --db a.duckdb a.duckdb"));
        Assert.Equal("There is no database 'a.duckdb'; databases in that folder: none. Check the path, or make it with varmem extract.", Fails(1, $"merge --db b.duckdb a.duckdb"));
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

    static FormattableString Extract(Shard shard) =>
        $"extract --model {Model} --manifest manifest.csv --crop center --batch 1 --per-scale --shard {shard} --db {shard.Number}.duckdb";

    /// <summary>Copies emoji images of both splits, as many as are needed, with a manifest of them.</summary>
    /// <returns>Their files by image_id.</returns>
    IEnumerable<string> CopyImages()
    {
        var lines = File.ReadAllLines(Manifest);
        string[] chosen = [.. lines.Skip(1).Where((_, i) => i % (lines.Length / ImageCount) == 0).Take(ImageCount)];
        Assert.Equal(["train", "val"], chosen.Select(line => line.Split(',')[3]).Distinct().Order());
        Folder.Write("manifest.csv", string.Join('\n', [lines[0], .. chosen]));
        foreach (var path in chosen.Select(line => line.Split(',')[0]))
            File.Copy(Repository.File("models", "emoji", path), Folder.File(path));
        return chosen.Select(line => Folder.File(line.Split(',')[0]));
    }

    /// <summary>
    /// Three of the shard's images are pipes, which a reader opens no sooner than a writer, and cannot measure. The first shows when scoring
    /// has begun. While the second is waited for, more time goes by than is between two commits, so that the image behind it is
    /// committed. Nobody writes to the third, the last of the shard, so that it is in its middle however fast the machine is.
    /// </summary>
    void KillInItsMiddle(Shard shard, string[] images)
    {
        var (from, to) = shard.Rows(ImageCount);
        string[] pipes = [images[from], images[from + 1], images[to - 1]];
        foreach (var pipe in pipes)
        {
            File.Move(pipe, $"{pipe}.away");
            using var mkfifo = Process.Start("mkfifo", [pipe]);
            mkfifo.WaitForExit();
        }
        using (var process = VarMemProcess.Start(Folder.Path, Extract(shard)))
        {
            AwaitReader(process, pipes[0]);
            Thread.Sleep(TimeSpan.FromSeconds(1.1));
            AwaitReader(process, pipes[1]);
            while (!process.HasExited && Committed(shard) == 0) Thread.Sleep(10);
            Assert.False(process.HasExited, "the extraction does not wait for its last image");
            process.Kill();
            process.WaitForExit();
        }
        foreach (var pipe in pipes)
            File.Move($"{pipe}.away", pipe, overwrite: true);
        using var connection = Open($"{shard.Number}.duckdb");
        Assert.InRange(Count(connection, "image"), 1, to - from - 3);
    }

    /// <summary>Images in what a kill would leave at this moment.</summary>
    long Committed(Shard shard)
    {
        foreach (var end in (ReadOnlySpan<string>)["", ".wal"])
            File.Copy(Folder.File($"{shard.Number}.duckdb{end}"), Folder.File($"left.duckdb{end}"), overwrite: true);
        using var left = Open("left.duckdb");
        return Count(left, "image");
    }

    static void AwaitReader(Process process, string pipe)
    {
        var writing = Task.Run(() => File.Open(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose()); // of a file shared so .NET locks nothing
        while (!writing.Wait(10)) Assert.False(process.HasExited, "the extraction has ended, and the pipe was not read");
    }

    /// <summary>Contiguous rows of the selection, as many in each but one: their ids lie between those of the shards before and behind.</summary>
    void RequireDealt(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            using var connection = Open($"{number}.duckdb");
            var (from, to) = new Shard(number, count).Rows(ImageCount);
            Assert.InRange(to - from, ImageCount / count, ImageCount / count + 1);
            Assert.Equal(
                Enumerable.Range((int)from, (int)(to - from)),
                connection.Rows("SELECT image_id FROM image ORDER BY ALL", row => row.GetInt32(0)));
            Assert.Equal(
                [("shard", $"{number}/{count}"), ("shard_images", $"{ImageCount}")],
                connection.Rows("SELECT key, value FROM setting WHERE key LIKE 'shard%' ORDER BY key", row => (row.GetString(0), row.GetString(1))));
            Assert.Equal(0, Count(connection, "failure"));
        }
        using var one = Open("one.duckdb");
        Assert.Equal(0, Count(one, "setting WHERE key IN ('shard', 'shard_images')"));
    }

    static long Count(DuckDbConnection connection, string from) => connection.Rows($"SELECT count(*) FROM {from}", row => row.GetInt64(0)).Single();
}
