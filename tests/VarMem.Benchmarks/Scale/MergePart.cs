using System.Diagnostics;
using VarMem.Analysis;
using VarMem.Store;
using VarMem.Store.DuckDb;
using VarMem.Store.Merging;

namespace VarMem.Benchmarks.Scale;

/// <summary>Merging sixteen shards of a quarter of the images, against plain INSERT … SELECT of the same rows, in turns.</summary>
static class MergePart
{
    const int Shards = 16, Rounds = 2;

    public static void Measure(Results results, string folder, int images)
    {
        var perShard = Math.Max(1, images / 4 / Shards);
        string[] shards = [.. Enumerable.Range(1, Shards).Select(number => Path.Combine(folder, $"shard-{number}.duckdb"))];
        foreach (var (i, shard) in shards.Index())
            MadeUpRun.Append(shard, MadeUpRun.Description with
            {
                Settings = [.. MadeUpRun.Description.Settings, new("shard", $"{i + 1}/{Shards}"), new("shard_images", $"{Shards * perShard}")],
            }, i * perShard, perShard);
        var (merging, inserting) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            inserting = Min(inserting, Insert(shards, Path.Combine(folder, $"inserted-{round}.duckdb")));
            merging = Min(merging, Merge(shards, Path.Combine(folder, $"merged-{round}.duckdb")));
        }
        results["merge_values_per_second"] = (double)Shards * perShard * MadeUpRun.Units / merging.TotalSeconds;
        results["merge_of_plain_insert"] = inserting / merging;
    }

    static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    static TimeSpan Merge(string[] shards, string file)
    {
        var clock = Stopwatch.StartNew();
        ShardMerge.Open(shards, new MergeOptions()).WriteTo(file, PartialPeaks.Add);
        return clock.Elapsed;
    }

    static TimeSpan Insert(string[] shards, string file)
    {
        var clock = Stopwatch.StartNew();
        using var connection = new DuckDbConnection();
        connection.Open();
        connection.Run($"ATTACH '{file}' AS plain (ROW_GROUP_SIZE {DatabaseFile.RowGroupSize}, STORAGE_VERSION 'v1.2.0'); USE plain");
        connection.Run("CREATE TABLE activation (image_id INTEGER NOT NULL, unit_id INTEGER NOT NULL, mu FLOAT NOT NULL)");
        foreach (var shard in shards)
            connection.Run($"ATTACH '{shard}' AS shard (READ_ONLY); INSERT INTO activation SELECT * FROM shard.activation; DETACH shard");
        connection.Run("CHECKPOINT");
        return clock.Elapsed;
    }
}
