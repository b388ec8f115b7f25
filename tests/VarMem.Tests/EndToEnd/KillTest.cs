using System.Diagnostics;
using VarMem.Store;
using Xunit.Abstractions;

namespace VarMem.Tests.EndToEnd;

/// <summary>An extraction that is killed over and over ends as one that was left alone.</summary>
public class KillTest(ITestOutputHelper output) : ProgramTest
{
    const int Kills = 10, ImageCount = 499;

    readonly Random _random = new(7);

    [Fact]
    public void Extract_KilledAtRandomMoments_EndsAsUndisturbed()
    {
        WriteManifest();
        Do(Extract("undisturbed.duckdb"));
        Do($"analyze --db undisturbed.duckdb");

        var done = Enumerable.Range(0, Kills).Select(kill => ImagesAfterKill(early: kill < 3)).ToArray();
        output.WriteLine($"images after each kill: {string.Join(", ", done)}");
        Assert.Equal(done.Order(), done);
        Assert.InRange(done.Distinct().Count(count => count is > 0 and < ImageCount), 3, Kills);

        Do(Extract("killed.duckdb"));
        Do($"analyze --db killed.duckdb");
        Databases.RequireEqual(Folder.File("undisturbed.duckdb"), Folder.File("killed.duckdb"));
        using var connection = Open("killed.duckdb");
        Assert.Equal(
            [("train/flags/nowhere.png", 2)],
            connection.Rows("SELECT path, image_id FROM failure", row => (row.GetString(0), row.GetInt32(1))));
    }

    static FormattableString Extract(string database) =>
        $"extract --model {Model} --manifest manifest.csv --images {Images} --crop center --limit 250 --db {database}";

    /// <summary>
    /// Starts the extraction, kills it at a random moment and gives the number of images in the database: early at a random time after
    /// the start, else when it has written a random number of bytes, so that whatever the machine's speed some kills hit a commit.
    /// </summary>
    int ImagesAfterKill(bool early)
    {
        using var process = VarMemProcess.Start(Folder.Path, Extract("killed.duckdb"));
        var (moment, bytes) = (TimeSpan.FromSeconds(2 * _random.NextDouble()), _random.NextInt64(3_000_000));
        var (clock, before) = (Stopwatch.StartNew(), Written());
        while (!process.HasExited && (early ? clock.Elapsed < moment : Written() < before + bytes)) Thread.Sleep(1);
        process.Kill();
        process.WaitForExit();
        if (!File.Exists(Folder.File("killed.duckdb"))) return 0;
        using var connection = DatabaseFile.OpenReadOnly(Folder.File("killed.duckdb"));
        return (int)connection.Rows("SELECT count(*) FROM image", row => row.GetInt64(0)).Single();
    }

    long Written() =>
        Directory.GetFiles(Folder.Path, "killed.duckdb*").Sum(file => new FileInfo(file) is { Exists: true } info ? info.Length : 0);

    /// <summary>The emoji images, with one that is not there as the third.</summary>
    void WriteManifest()
    {
        var lines = File.ReadAllLines(Manifest).ToList();
        Assert.Equal("path,label,class,split,train_repeats", lines[0]);
        lines.Insert(3, "images/train/flags/nowhere.png,2,flags,train,1");
        Folder.Write("manifest.csv", string.Join('\n', lines.Select((line, i) => i == 0 ? line : line.Replace("images/", $"{Images}/"))));
    }
}
