using VarMem.Analysis;
using VarMem.Store;
using VarMem.Store.Merging;
using VarMem.Tests.EndToEnd;

namespace VarMem.Tests.Store.Merging;

/// <summary>What is in a merged database.</summary>
public sealed class ShardMergeTest : IDisposable
{
    const int Images = 240, Failed = 7;

    /// <summary>What a merge notes of itself.</summary>
    static readonly string[] OwnSettings = ["merged", "merged_images", "keep"];

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1), InlineData(3), InlineData(8)]
    public void KeepAll_EqualsOneDatabase_RowForRow(int count)
    {
        var one = One();
        Merge(Keep.All, [.. Deal(count).Reverse()]);
        Databases.RequireEqual(one, Merged, OwnSettings);
        Assert.Equal([$"merged={count}", $"merged_images={Images}"], Own(Merged));
        Assert.Equal(count + 2, Directory.GetFiles(_folder.Path).Length); // nothing else is left
    }

    /// <summary>Images of equal means are kept by their numbers, whichever shard they are in.</summary>
    [Fact]
    public void KeepTop_KeepsTheLargest32_OfEqualsTheSmallestIds()
    {
        Merge(Keep.Top, [.. Deal(5)]);
        var expected =
            from image in Enumerable.Range(0, Images)
            where image != Failed
            from unit in Enumerable.Range(0, Shards.Units)
            group (Image: image, Unit: unit, Mu: Shards.Mu(image, unit)) by (Shards.Split(image), unit) into means
            from row in means.OrderByDescending(row => row.Mu).ThenBy(row => row.Image).Take(32)
            orderby row.Image, row.Unit
            select $"{row.Image} {row.Unit} {row.Mu}";
        Assert.Equal(expected, Shards.Texts(Merged, "SELECT concat_ws(' ', image_id, unit_id, mu::INTEGER) FROM activation"));
        RequireNoMeans("activation_scale", "activation_noise");
        RequireTheRest();
        Assert.Equal(["keep=top", "merged=5", $"merged_images={Images}"], Own(Merged));
    }

    [Fact]
    public void KeepNone_HoldsNoMeans()
    {
        Merge(Keep.None, [.. Deal(5)]);
        RequireNoMeans("activation", "activation_scale", "activation_noise");
        RequireTheRest();
        Assert.Equal(["keep=none", "merged=5", $"merged_images={Images}"], Own(Merged));
    }

    [Fact]
    public void PartialPeaks_AreThoseOfEachShard()
    {
        Merge(Keep.None, [.. Deal(5)]);
        var expected =
            from image in Enumerable.Range(0, Images)
            where image != Failed
            from unit in Enumerable.Range(0, Shards.Units)
            group (Image: image, Mu: Shards.Mu(image, unit)) by (Shard: image / (Images / 5), Split: Shards.Split(image), Unit: unit) into means
            let owner = means.OrderByDescending(row => row.Mu).ThenBy(row => row.Image).First()
            select $"{means.Key.Split ?? "none"} {means.Key.Unit} {owner.Mu} {owner.Image} {means.Sum(row => row.Mu)} {means.Count()}";
        Assert.Equal(expected.Order(StringComparer.Ordinal), Shards.Texts(Merged,
            "SELECT concat_ws(' ', coalesce(split, 'none'), unit_id, mu_max::INTEGER, image_id, (mu_sum / pow(2, 64))::INTEGER, image_count) AS line FROM partial_peak ORDER BY line"));
    }

    /// <summary>What one file could not measure another may have, and of several reasons the last tried stands.</summary>
    [Fact]
    public void Failures_AreOfImagesThatNoFileHas_TheLastOfEach()
    {
        var late = _folder.Write("late.duckdb", null, 0, [0, 1], failed: [2, 9]);
        var early = _folder.Write("early.duckdb", null, 0, [2, 3], failed: [1, 9]);
        Shards.Change(early, "UPDATE failure SET failed_at = '2020-01-01', reason = 'before'");
        Merge(Keep.All, late, early);
        Assert.Equal(["9 broken"], Shards.Texts(Merged, "SELECT concat_ws(' ', image_id, reason) FROM failure"));
    }

    /// <summary>In the order given, which is not that of the images.</summary>
    [Theory]
    [InlineData(Keep.All), InlineData(Keep.Top), InlineData(Keep.None)]
    public void Overlap_Allowed_TakesAnImageFromTheFirstFileGiven(Keep keep)
    {
        var low = _folder.Write("low.duckdb", null, 0, Enumerable.Range(0, 6));
        var high = _folder.Write("high.duckdb", null, 0, Enumerable.Range(3, 6));
        Shards.Change(low, "UPDATE activation SET mu = 100; UPDATE image SET sha256 = 'low'; UPDATE activation_scale SET mu = 100; UPDATE activation_noise SET standard_error = 100");
        Shards.Change(high, "UPDATE activation SET mu = 200; UPDATE image SET sha256 = 'high'; UPDATE activation_scale SET mu = 200; UPDATE activation_noise SET standard_error = 200");

        Merge(new MergeOptions(keep, AllowOverlap: true), high, low);
        Assert.Equal(["low", "low", "low", "high", "high", "high", "high", "high", "high"], Shards.Texts(Merged, "SELECT sha256 FROM image ORDER BY image_id"));
        Assert.Equal(keep == Keep.None ? [] : [.. Each([100, 100, 100, 200, 200, 200, 200, 200, 200])], Values("activation", "mu"));
        Assert.Equal(keep == Keep.All ? [.. Each([100, 100, 100, 200, 200, 200, 200, 200, 200])] : [], Values("activation_noise", "standard_error"));
        Assert.Equal(keep == Keep.All ? 3 * 17 : 0, Shards.Texts(Merged, "SELECT '' FROM activation_scale WHERE mu = 100").Count);
        if (keep != Keep.All)
            Assert.Equal(["100 3", "200 6"], Shards.Texts(Merged, "SELECT concat_ws(' ', mu_max::INTEGER, sum(image_count)) FROM partial_peak WHERE unit_id = 4 GROUP BY mu_max ORDER BY mu_max"));

        Merge(new MergeOptions(keep, AllowOverlap: true), low, high);
        Assert.Equal(["low", "low", "low", "low", "low", "low", "high", "high", "high"], Shards.Texts(Merged, "SELECT sha256 FROM image ORDER BY image_id"));
        Assert.Equal(keep == Keep.None ? [] : [.. Each([100, 100, 100, 100, 100, 100, 200, 200, 200])], Values("activation", "mu"));

        IEnumerable<string> Each(int[] values) => values.SelectMany(value => Enumerable.Repeat($"{value}", Shards.Units));

        List<string> Values(string table, string column) => Shards.Texts(Merged, $"SELECT {column}::INTEGER::VARCHAR FROM {table} ORDER BY image_id, unit_id");
    }

    /// <summary>A file all of whose images are in those before it.</summary>
    [Theory]
    [InlineData(Keep.All), InlineData(Keep.Top), InlineData(Keep.None)]
    public void Overlap_OfWholeFiles_AddsNothing(Keep keep)
    {
        var all = _folder.Write("all.duckdb", null, 0, Enumerable.Range(0, 9));
        Merge(keep, all);
        var alone = _folder.File("alone.duckdb");
        File.Move(Merged, alone);
        Merge(new MergeOptions(keep, AllowOverlap: true), all, _folder.Write("some.duckdb", null, 0, [2, 4]));
        Databases.RequireEqual(alone, Merged, OwnSettings);
    }

    [Fact]
    public void Gaps_Allowed_MergesWhatThereIs()
    {
        string[] shards = [.. Deal(4)];
        Merge(new MergeOptions(AllowGaps: true), shards[3], shards[0]);
        Databases.RequireEqual(_folder.Write("ends.duckdb", null, 0, [.. Part(0, 4).Where(i => i != Failed), .. Part(3, 4)], failed: [Failed]), Merged, OwnSettings);
    }

    /// <summary>An extraction that found no image it could read.</summary>
    [Theory]
    [InlineData(Keep.All), InlineData(Keep.Top), InlineData(Keep.None)]
    public void EmptyShard_AddsItsFailures(Keep keep)
    {
        Merge(keep, _folder.Write("1.duckdb", "1/2", 3, [], failed: [0]), _folder.Write("2.duckdb", "2/2", 3, [1, 2]));
        Assert.Equal(["1", "2"], Shards.Texts(Merged, "SELECT image_id::VARCHAR FROM image ORDER BY ALL"));
        Assert.Equal(["0"], Shards.Texts(Merged, "SELECT image_id::VARCHAR FROM failure"));
    }

    /// <summary>First in twos, then these: as if all shards had been merged at once.</summary>
    [Theory]
    [InlineData(Keep.All), InlineData(Keep.Top), InlineData(Keep.None)]
    public void MergesMerged_EqualOneMerge(Keep keep)
    {
        string[] shards = [.. Deal(5)];
        Merge(new MergeOptions(AllowGaps: true), shards[..2]);
        File.Move(Merged, _folder.File("first.duckdb"));
        Merge(new MergeOptions(AllowGaps: true), shards[2..4]);
        File.Move(Merged, _folder.File("second.duckdb"));
        Shards.Change(_folder.File("first.duckdb"), "INSERT INTO setting VALUES ('percentile', '80')"); // of an analysis

        Merge(keep, _folder.File("first.duckdb"), _folder.File("second.duckdb"), shards[4]);
        Assert.Equal(keep == Keep.All ? ["merged=3", $"merged_images={Images}"] : [$"keep={keep.ToString().ToLowerInvariant()}", "merged=3", $"merged_images={Images}"], Own(Merged));
        File.Move(Merged, _folder.File("merged twice.duckdb"));
        Merge(keep, shards);
        Shards.Change(Merged, "DELETE FROM partial_peak");
        Shards.Change(_folder.File("merged twice.duckdb"), "DELETE FROM partial_peak"); // there are fewer of larger files
        Databases.RequireEqual(Merged, _folder.File("merged twice.duckdb"), OwnSettings);
    }

    [Fact]
    public void Merge_Again_ReplacesWhatAMergeMade()
    {
        string[] shards = [.. Deal(3)];
        Merge(Keep.None, shards);
        Shards.Change(Merged, "CREATE TABLE finding (sentence VARCHAR)");
        Merge(Keep.All, shards);
        Databases.RequireEqual(One(), Merged, OwnSettings);
    }

    /// <summary>A merged database is one run, which extract goes on with: settings of the merge do not stand in its way.</summary>
    [Fact]
    public void Merged_IsGoneOnWith()
    {
        Merge(Keep.All, [.. Deal(3)]);
        using var store = ActivationStore.Open(Merged, Shards.Run);
        Assert.Equal(Images - 1, store.DoneImages().Count);
    }

    string Merged => _folder.File("merged.duckdb");

    string One() => _folder.Write("one.duckdb", null, 0, Enumerable.Range(0, Images).Where(i => i != Failed), failed: [Failed]);

    IEnumerable<string> Deal(int count) => Enumerable.Range(0, count).Select(shard => _folder.Write(
        $"{shard + 1}.duckdb", $"{shard + 1}/{count}", Images, Part(shard, count).Where(i => i != Failed), Part(shard, count).Where(i => i == Failed)));

    static IEnumerable<int> Part(int shard, int count) => Enumerable.Range(shard * (Images / count), Images / count);

    void Merge(Keep keep, params string[] shards) => Merge(new MergeOptions(keep), shards);

    void Merge(MergeOptions options, params string[] shards) => ShardMerge.Open(shards, options).WriteTo(Merged, PartialPeaks.Add);

    static List<string> Own(string file) => Shards.Texts(file, "SELECT concat_ws('=', key, value) FROM setting WHERE key IN ('merged', 'merged_images', 'keep', 'shard', 'shard_images') ORDER BY key");

    void RequireNoMeans(params string[] tables) => Assert.All(tables, table => Assert.Empty(Shards.Texts(Merged, $"SELECT 'row' FROM {table}")));

    /// <summary>All tables but those of means are as those of one database.</summary>
    void RequireTheRest()
    {
        var one = One();
        foreach (var file in (string[])[one, Merged])
            Shards.Change(file, "DELETE FROM activation; DELETE FROM activation_scale; DELETE FROM activation_noise; DELETE FROM partial_peak");
        Databases.RequireEqual(one, Merged, OwnSettings);
    }
}
