using VarMem.Store;
using VarMem.Tests.Store;
using Xunit.Abstractions;

namespace VarMem.Tests.EndToEnd;

/// <summary>A merge that is killed over and over leaves what there was before or the whole new database, and ends as one that was left alone.</summary>
public class MergeKillTest(ITestOutputHelper output) : ProgramTest
{
    const int Kills = 8, Shards = 4, ImagesEach = 250; // 3 million means

    readonly Random _random = new(7);

    [Theory]
    [InlineData("all", false), InlineData("all", true), InlineData("top", true), InlineData("none", false)]
    public void Merge_KilledAtRandomMoments_LeavesTheEarlierOrNothing(string keep, bool earlier)
    {
        string[] shards = [.. Enumerable.Range(1, Shards).Select(Write)];
        Do(Merge("undisturbed.duckdb"));
        var size = new FileInfo(Folder.File("undisturbed.duckdb")).Length;
        if (earlier)
            Do($"merge --allow-gaps --db earlier.duckdb {shards[0]} {shards[2]}");

        var killed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            foreach (var left in Directory.GetFiles(Folder.Path, "merged.duckdb*")) File.Delete(left);
            if (earlier) File.Copy(Folder.File("earlier.duckdb"), Target);
            using (var process = VarMemProcess.Start(Folder.Path, Merge("merged.duckdb")))
            {
                var bytes = (long)(size * _random.NextDouble());
                while (!process.HasExited && Drafted() <= bytes) Thread.Sleep(0);
                process.Kill();
                process.WaitForExit();
            }
            if (Drafted() > 0) // else it had ended, or was about to
                killed++;
            if (Drafted() > 0 || !File.Exists(Target))
                Assert.Equal(earlier ? File.ReadAllBytes(Folder.File("earlier.duckdb")) : null, File.Exists(Target) ? File.ReadAllBytes(Target) : null);
            else
                Databases.RequireEqual(Folder.File("undisturbed.duckdb"), Target);
            Assert.False(File.Exists($"{Target}.wal"));
        }
        output.WriteLine($"{killed} of {Kills} killed before their end");
        Assert.InRange(killed, Kills / 2, Kills);

        Do(Merge("merged.duckdb"));
        Databases.RequireEqual(Folder.File("undisturbed.duckdb"), Target);
        Assert.Empty(Directory.GetFiles(Folder.Path, "*.new*"));

        FormattableString Merge(string database) => $"merge --keep {keep} --db {database} {shards}";
    }

    string Target => Folder.File("merged.duckdb");

    string Write(int shard)
    {
        var name = $"{shard}.duckdb";
        KeyValuePair<string, string?>[] dealt = [new("shard", $"{shard}/{Shards}"), new("shard_images", $"{Shards * ImagesEach}")];
        using var store = ActivationStore.Open(Folder.File(name), Runs.Small with { Settings = [.. Runs.Small.Settings, .. dealt] });
        store.Append([.. Enumerable.Range((shard - 1) * ImagesEach, ImagesEach)]);
        return name;
    }

    long Drafted() =>
        Directory.GetFiles(Folder.Path, "merged.duckdb.new*").Sum(file => new FileInfo(file) is { Exists: true } info ? info.Length : 0);
}
