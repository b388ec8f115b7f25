using VarMem.Analysis;
using VarMem.Store;
using VarMem.Store.Merging;

namespace VarMem.Tests.Store.Merging;

/// <summary>
/// A writer killed within a transaction of more than a row group leaves activations of images that it did not commit. Nobody has opened
/// these files for writing since, which would have removed them.
/// </summary>
public class HalfWrittenShardTest
{
    const int Before = 10, Within = 170; // 510,000 rows of activations and as many of their errors, more than a row group of each

    [Fact]
    public void Merge_OfAKilledWritersFile_TakesCommittedImagesAlone()
    {
        using var folder = new TempFolder();
        var file = folder.File("a.duckdb");
        using (var store = ActivationStore.Open(file, Runs.Noisy))
            store.Append(withNoise: true, [.. Enumerable.Range(0, Before)]);
        using var writing = ActivationStore.Open(file, Runs.Noisy);
        writing.Append(withNoise: true, [.. Enumerable.Range(Before, Within)]);
        var length = new FileInfo($"{file}.wal").Length;

        var unclean = 0;
        // The log's last bytes say where in the file the row groups are, and hold the rows of images.
        for (var cut = 100; cut <= 1500; cut += 100)
        {
            var left = folder.File($"{cut}.duckdb");
            Copy(file, left, new FileInfo(file).Length);
            Copy($"{file}.wal", $"{left}.wal", length - cut);
            if (ShardFile.Open(left).IsClean)
                continue;
            unclean++;
            foreach (var keep in Enum.GetValues<Keep>())
            {
                ShardMerge.Open([left], new(keep)).WriteTo(folder.File("merged.duckdb"), PartialPeaks.Add);
                using var merged = DatabaseFile.OpenReadOnly(folder.File("merged.duckdb"));
                int[] images = [.. Enumerable.Range(0, Before)];
                if (keep == Keep.All)
                {
                    merged.RequireImages(images);
                    merged.RequireNoise(images);
                }
                else
                {
                    Assert.Equal(
                        [(long)Before * Runs.Units],
                        merged.Rows("SELECT sum(image_count)::BIGINT FROM partial_peak", row => row.GetInt64(0)));
                    Assert.Equal(
                        [Runs.Mu(Before - 1, Runs.Units - 1)],
                        merged.Rows("SELECT max(mu_max) FROM partial_peak", row => row.GetFloat(0)));
                }
                File.Delete(folder.File("merged.duckdb"));
            }
            using (ActivationStore.Open(left, Runs.Noisy)) { } // going on removes them
            Assert.True(ShardFile.Open(left).IsClean);
        }
        Assert.NotEqual(0, unclean);
    }

    /// <summary>The same in each of the tables, whichever of them a later DuckDB leaves half-written.</summary>
    [Theory]
    [InlineData("activation SELECT 99, unit_id, 900 FROM range(5) AS units(unit_id)")]
    [InlineData("activation_scale SELECT 99, unit_id, 1, 900 FROM range(5) AS units(unit_id)")]
    [InlineData("activation_noise SELECT 99, unit_id, 900 FROM range(5) AS units(unit_id)")]
    [InlineData("image_statistic SELECT 99, * EXCLUDE (image_id) FROM image_statistic WHERE image_id = 0")]
    public void Rows_OfNoImage_AreLeftOut(string rows)
    {
        using var folder = new TempFolder();
        var whole = folder.Write("whole.duckdb", null, 0, Enumerable.Range(0, 9));
        var half = folder.Write("half.duckdb", null, 0, Enumerable.Range(0, 9));
        Shards.Change(half, $"INSERT INTO {rows}");
        foreach (var keep in Enum.GetValues<Keep>())
        {
            ShardMerge.Open([whole], new(keep)).WriteTo(folder.File("of whole.duckdb"), PartialPeaks.Add);
            ShardMerge.Open([half], new(keep)).WriteTo(folder.File("of half.duckdb"), PartialPeaks.Add);
            EndToEnd.Databases.RequireEqual(folder.File("of whole.duckdb"), folder.File("of half.duckdb"));
        }
    }

    static void Copy(string from, string to, long length)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var target = File.Create(to);
        source.CopyTo(target);
        target.SetLength(length);
    }
}
