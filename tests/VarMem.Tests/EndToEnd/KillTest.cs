using System.Diagnostics;
using System.Text.RegularExpressions;
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
        Do(ExtractSlowly("undisturbed.duckdb"));
        Do($"analyze --db undisturbed.duckdb");

        var done = Enumerable.Range(0, Kills).Select(kill => ImagesAfterKill(early: kill < 3)).ToArray();
        output.WriteLine($"images after each kill: {string.Join(", ", done)}");
        Assert.Equal(done.Order(), done);
        Assert.InRange(done.Distinct().Count(count => count is > 0 and < ImageCount), 2, Kills);

        Do(ExtractSlowly("killed.duckdb"));
        Do($"analyze --db killed.duckdb");
        Databases.RequireEqual(Folder.File("undisturbed.duckdb"), Folder.File("killed.duckdb"));
        using var connection = Open("killed.duckdb");
        Assert.Equal(
            [("train/flags/nowhere.png", 2)],
            connection.Rows("SELECT path, image_id FROM failure", row => (row.GetString(0), row.GetInt32(1))));
    }

    /// <summary>An analysis is one transaction: a kill leaves the activations and none or all of the results.</summary>
    [Fact]
    public void Analyze_KilledAtRandomMoments_EndsAsUndisturbed()
    {
        Do($"extract --model {Model} --manifest {Manifest} --crop center --per-class 4 --db undisturbed.duckdb");
        File.Copy(Folder.File("undisturbed.duckdb"), Folder.File("killed.duckdb"));
        var clock = Stopwatch.StartNew();
        Do($"analyze --db undisturbed.duckdb --permutations 100");
        var (took, ended) = (clock.Elapsed, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = VarMemProcess.Start(Folder.Path, $"analyze --db killed.duckdb --permutations 100");
            if (process.WaitForExit(_random.NextDouble() * took)) ended++;
            process.Kill();
            process.WaitForExit();
            Assert.Equal(2 * 9 * 4, ImagesIn("killed.duckdb"));
        }
        output.WriteLine($"{Kills - ended} of {Kills} killed before their end");
        Assert.InRange(ended, 0, Kills / 2);
        Do($"analyze --db killed.duckdb --permutations 100");
        Databases.RequireEqual(Folder.File("undisturbed.duckdb"), Folder.File("killed.duckdb"));
    }

    [Fact]
    public void Extract_IntoAFileThatAnotherWrites_LeavesThatUndisturbed()
    {
        WriteManifest();
        Do(Extract("undisturbed.duckdb"));
        using var first = VarMemProcess.Start(Folder.Path, Extract("shared.duckdb"));
        while (first.StandardError.ReadLine() is { } said && !said.Contains(" of disk ", StringComparison.Ordinal)) { }
        var message = Fails(1, Extract("shared.duckdb"));
        Assert.Matches(
            @"\ACannot open the database 'shared\.duckdb': IO Error: Could not set lock on file "
            + $"\"{Regex.Escape(Folder.File("shared.duckdb"))}\": Conflicting lock is held in [^ ]+ \\(PID {first.Id}\\)[^\n]*\\. "
            + @"It is open in another program: wait for that to end, or give another --db file\.\z", message);
        Assert.False(first.HasExited);
        first.StandardError.ReadToEnd();
        first.WaitForExit();
        Assert.Equal(0, first.ExitCode);
        Databases.RequireEqual(Folder.File("undisturbed.duckdb"), Folder.File("shared.duckdb"));
    }

    /// <summary>Ctrl+C, or a shutdown.</summary>
    [Theory]
    [InlineData("INT", 130), InlineData("TERM", 143)]
    public void Extract_Stopped_KeepsWhatIsScoredAndGoesOn(string signal, int exitCode)
    {
        WriteManifest();
        using (var process = VarMemProcess.Start(Folder.Path, Extract("killed.duckdb")))
        {
            while (!process.HasExited && !(File.Exists(Folder.File("killed.duckdb")) && Written() > 2_000_000)) Thread.Sleep(1); // a commit
            using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"])) kill.WaitForExit();
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.EndsWith("stopped; what was scored is in killed.duckdb, and the same command goes on from there\n", said, StringComparison.Ordinal);
            Assert.Equal(exitCode, process.ExitCode);
        }
        Assert.InRange(ImagesIn("killed.duckdb"), 1, ImageCount - 1);
        var resumed = Do(Extract("killed.duckdb"));
        Assert.Contains("; going on with the rest\n", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(ImageCount, ImagesIn("killed.duckdb"));
    }

    /// <summary>At its very end: a script of one's own shows that the metrics are behind it, and another goes on for a while.</summary>
    [Fact]
    public void Analyze_Stopped_LeavesTheResultsOfBefore()
    {
        Do($"extract --model {Model} --manifest {Manifest} --crop center --per-class 4 --db before.duckdb");
        Do($"analyze --db before.duckdb --permutations 100");
        File.Copy(Folder.File("before.duckdb"), Folder.File("stopped.duckdb"));
        Folder.Write("reached.sql", "COPY (SELECT 1) TO 'reached.csv'");
        Folder.Write("slow.sql", "CREATE TABLE slow AS SELECT sum(a * b) FROM range(4000) t(a), range(50000) u(b)");
        using (var process = VarMemProcess.Start(Folder.Path, $"analyze --db stopped.duckdb --permutations 200 --sql reached.sql --sql slow.sql"))
        {
            while (!process.HasExited && !File.Exists(Folder.File("reached.csv"))) Thread.Sleep(1);
            using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) kill.WaitForExit();
            Assert.Equal(
                "stopped; activations and earlier results in stopped.duckdb are as they were, and the same command begins anew\n",
                process.StandardError.ReadToEnd());
            process.WaitForExit();
            Assert.Equal(143, process.ExitCode);
        }
        Databases.RequireEqual(Folder.File("before.duckdb"), Folder.File("stopped.duckdb"));
    }

    /// <summary>So many crops that on a fast machine, too, it takes several commits, one a second.</summary>
    static FormattableString ExtractSlowly(string database) =>
        $"extract --model {Model} --manifest manifest.csv --images {Images} --augmentations 4 --limit 250 --threads 1 --db {database}";

    static FormattableString Extract(string database) =>
        $"extract --model {Model} --manifest manifest.csv --images {Images} --crop center --limit 250 --threads 1 --db {database}";

    /// <summary>
    /// Starts the extraction, kills it at a random moment and gives the number of images in the database: early at a random time after
    /// the start, else when it has written a random number of bytes, so that whatever the machine's speed some kills hit a commit.
    /// </summary>
    int ImagesAfterKill(bool early)
    {
        using var process = VarMemProcess.Start(Folder.Path, ExtractSlowly("killed.duckdb"));
        process.PriorityClass = ProcessPriorityClass.Idle; // on a busy machine, too, it is seen before it is done
        var (moment, bytes) = (TimeSpan.FromSeconds(2 * _random.NextDouble()), _random.NextInt64(1_000_000));
        var (clock, before) = (Stopwatch.StartNew(), Written());
        while (!process.HasExited && (early ? clock.Elapsed < moment : Written() < before + bytes)) Thread.Sleep(1);
        process.Kill();
        process.WaitForExit();
        return File.Exists(Folder.File("killed.duckdb")) ? ImagesIn("killed.duckdb") : 0;
    }

    int ImagesIn(string database)
    {
        using var connection = Open(database);
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
