using VarMem.Analysis;
using VarMem.Store;
using VarMem.Store.DuckDb;
using VarMem.Store.Merging;

namespace VarMem.Tests.Store.Merging;

/// <summary>What is not merged, and what is said of it; the target is as it was.</summary>
public sealed class ShardMergeRefusalTest : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OtherSeed_IsNamed() => Refused(
        $"'{B}' was made by another run than '{A}', and runs are not merged. setting seed: found 1, expected 0. Give the shards of one run.",
        _folder.Write("a.duckdb", "1/2", 4, [0, 1]),
        _folder.Write("b.duckdb", "2/2", 4, [2, 3], run: Shards.Run with { Settings = [.. Shards.Run.Settings.Select(s => s.Key == "seed" ? new(s.Key, "1") : s)] }));

    [Fact]
    public void OtherCheckpoint_IsNamed() => Refused(
        $"'{B}' was made by another run than '{A}', and runs are not merged. transformer checkpoint: found sha256 ff99, expected sha256 aa11. Give the shards of one run.",
        _folder.Write("a.duckdb", "1/2", 4, [0, 1]),
        _folder.Write("b.duckdb", "2/2", 4, [2, 3], run: Shards.Run with { Models = [Shards.Run.Models[0] with { Sha256 = "ff99" }, Shards.Run.Models[1]] }));

    [Fact]
    public void OtherLayers_AreNamed() => Refused(
        $"'{B}' was made by another run than '{A}', and runs are not merged. "
        + "layer quant_conv: found number 2 (tokenizer, block none, encoder.conv, 2 units from 10), expected number 2 (tokenizer, block none, quant_conv, 2 units from 10). "
        + "Give the shards of one run.",
        _folder.Write("a.duckdb", "1/2", 4, [0, 1]),
        _folder.Write("b.duckdb", "2/2", 4, [2, 3], run: Shards.Run with { Layers = [.. Shards.Run.Layers.Take(2), Shards.Run.Layers[2] with { Kind = "encoder.conv" }] }));

    [Fact]
    public void OtherImages_AreNamed()
    {
        var (a, b) = (_folder.Write("a.duckdb", null, 0, [0, 1]), _folder.Write("b.duckdb", null, 0, [1, 2]));
        Shards.Change(b, "UPDATE image SET path = 'cat.png' WHERE image_id = 1");
        Refused(new MergeOptions(AllowGaps: true, AllowOverlap: true), $"'{B}' was made from other images than '{A}': image 1 is cat.png there and 1.png here. Give the shards of one run.", a, b);
    }

    [Fact]
    public void Overlap_OfOneImage_IsNamed() => Refused(
        $"'{B}' and '{A}' both hold 1.png. Give each shard once; --allow-overlap takes an image from the first file that holds it.",
        _folder.Write("a.duckdb", "1/2", 4, [0, 1]), _folder.Write("b.duckdb", "2/2", 4, [1, 2]));

    [Fact]
    public void Overlap_OfSeveral_IsCounted() => Refused(
        $"'{B}' and '{A}' both hold 3.png and 2 more images. Give each shard once; --allow-overlap takes an image from the first file that holds it.",
        _folder.Write("a.duckdb", "1/2", 4, [5, 4, 3, 2]), _folder.Write("b.duckdb", "2/2", 4, [5, 4, 3]));

    [Fact]
    public void OneShardMissing_IsNamed() => Refused(
        "Of 3 shards shard 2 is missing. Extract and give them too; --allow-gaps merges what there is.",
        _folder.Write("a.duckdb", "1/3", 6, [0, 1]), _folder.Write("b.duckdb", "3/3", 6, [4, 5]));

    [Fact]
    public void ManyShardsMissing_AreNamed() => Refused(
        "Of 20 shards shards 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, and 7 more are missing. Extract and give them too; --allow-gaps merges what there is.",
        _folder.Write("a.duckdb", "1/20", 40, [0, 1]));

    [Fact]
    public void ShardBrokenOff_IsCounted() => Refused(
        $"Of 6 images 2 are missing: {A} has 3; {B} has 1. Run the extractions that were broken off again; --allow-gaps merges what there is.",
        _folder.Write("a.duckdb", "1/2", 6, [0, 1, 2]), _folder.Write("b.duckdb", "2/2", 6, [4]));

    /// <summary>The failure of an image accounts for it.</summary>
    [Fact]
    public void ShardBrokenOff_WithFailures_IsCounted() => Refused(
        $"Of 6 images 1 are missing: {A} has 2; {B} has 1. Run the extractions that were broken off again; --allow-gaps merges what there is.",
        _folder.Write("a.duckdb", "1/2", 6, [0, 1], failed: [2]), _folder.Write("b.duckdb", "2/2", 6, [4], failed: [3]));

    [Fact]
    public void OtherSelection_IsNamed() => Refused(
        $"'{B}' is shard 2 of 3 of 9 images, '{A}' is shard 1 of 2 of 4 images; "
        + "expected shards of one selection, of which it is known what is missing. --allow-gaps merges them as they are.",
        _folder.Write("a.duckdb", "1/2", 4, [0, 1]), _folder.Write("b.duckdb", "2/3", 9, [3, 4, 5]));

    [Fact]
    public void ShardAndWholeRun_AreNamed() => Refused(
        $"'{A}' is a run that was not dealt to shards, '{B}' is shard 2 of 2 of 4 images; "
        + "expected shards of one selection, of which it is known what is missing. --allow-gaps merges them as they are.",
        _folder.Write("a.duckdb", null, 0, [0, 1]), _folder.Write("b.duckdb", "2/2", 4, [2, 3]));

    /// <summary>A merge with gaps does not forget them.</summary>
    [Fact]
    public void MergeWithGaps_StillLacksTheSame()
    {
        var (a, b) = (MergedOf(Keep.All, _folder.Write("1.duckdb", "1/3", 6, [0, 1])), _folder.Write("b.duckdb", "2/3", 6, [2, 3]));
        Refused($"Of 6 images 2 are missing: {A} has 2; {B} has 2. Run the extractions that were broken off again; --allow-gaps merges what there is.", a, b);
        var other = _folder.Write("other.duckdb", "1/1", 3, [7, 8, 9]);
        Refused(
            $"'{other}' is shard 1 of 1 of 3 images, '{A}' is a merge of shards of 6 images; "
            + "expected shards of one selection, of which it is known what is missing. --allow-gaps merges them as they are.",
            a, other);
    }

    [Theory]
    [InlineData(Keep.Top, "top"), InlineData(Keep.None, "none")]
    public void MergeThatKeptLess_IsNamed(Keep keep, string option)
    {
        var a = MergedOf(keep, _folder.Write("1.duckdb", "1/2", 4, [0, 1]));
        Refused(
            new MergeOptions(keep, AllowGaps: true, AllowOverlap: true),
            $"'{A}' was merged with --keep {option} and lacks activations, which a merge needs. Give the shards that it was merged from, or what --keep all makes of them.",
            a, _folder.Write("b.duckdb", "2/2", 4, [2, 3]));
    }

    [Fact]
    public void ShardWithoutSomeActivations_IsCounted()
    {
        var a = _folder.Write("a.duckdb", "1/1", 4, [0, 1, 2, 3]);
        Shards.Change(a, "DELETE FROM activation WHERE image_id = 2 AND unit_id > 4");
        Refused(
            $"'{A}' holds 41 rows in table activation for 4 images; with 12 each, 48 were expected. It is no shard, or not whole: extract it again, or leave it out with --allow-gaps.",
            a);
    }

    [Fact]
    public void ShardWithoutSomeScales_IsCounted()
    {
        var a = _folder.Write("a.duckdb", "1/1", 4, [0, 1, 2, 3]);
        Shards.Change(a, "DELETE FROM activation_scale WHERE image_id = 2 AND scale = 0");
        Refused(
            $"'{A}' holds 61 rows in table activation_scale for 4 images; with 17 each, 68 were expected. It is no shard, or not whole: extract it again, or leave it out with --allow-gaps.",
            a);
    }

    [Theory]
    [InlineData(0.99), InlineData(0.5), InlineData(0.1)]
    public void ShardCutOff_IsNamed(double left)
    {
        var a = _folder.Write("a.duckdb", "1/1", 2000, Enumerable.Range(0, 2000));
        using (var file = File.OpenWrite(a)) file.SetLength((long)(file.Length * left));
        var message = Assert.Throws<StoreException>(() => Merge(default, a)).Message;
        Assert.StartsWith($"Cannot open the database '{A}': ", message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    /// <summary>Where it is looked at, nothing is wrong with it; where it is copied, a block is.</summary>
    [Fact]
    public void ShardWithABrokenBlock_IsNamed()
    {
        var a = _folder.Write("a.duckdb", "1/1", 60_000, Enumerable.Range(0, 60_000));
        using (var file = File.Open(a, FileMode.Open))
        {
            file.Position = file.Length / 2;
            file.Write(new byte[100_000]);
        }
        var message = Assert.Throws<StoreException>(() => Merge(default, a)).Message;
        Assert.StartsWith($"Merging into '{Target}' failed: ", message, StringComparison.Ordinal);
        Assert.EndsWith(" The shards are as they were; put that right (is the disk full?) and run the same command again.", message, StringComparison.Ordinal);
        Assert.Equal([a], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void ShardThatIsNone_IsNamed()
    {
        var a = _folder.Write("a.duckdb", new string('x', 10_000));
        Assert.StartsWith($"Cannot open the database '{A}': ", Assert.Throws<StoreException>(() => Merge(default, a)).Message, StringComparison.Ordinal);
        using (var connection = new DuckDbConnection($"Data Source={B}"))
            connection.Open();
        Assert.StartsWith($"'{B}' is no database of this version of VarMem. Missing: ", Assert.Throws<StoreException>(() => Merge(default, B)).Message, StringComparison.Ordinal);
        Refused($"There is no database '{_folder.File("c.duckdb")}'; databases in that folder: a.duckdb, b.duckdb. Check the path, or make it with varmem extract.", _folder.File("c.duckdb"));
    }

    [Fact]
    public void TargetThatNoMergeMade_IsLeft()
    {
        var (a, target) = (_folder.Write("a.duckdb", "1/1", 2, [0, 1]), _folder.Write("merged.duckdb", null, 0, [5]));
        var bytes = File.ReadAllBytes(target);
        Refused($"There is a database '{Target}', and no merge made it. Nothing was changed: give another --db file, or delete it.", a);
        Assert.Equal(bytes, File.ReadAllBytes(target));
    }

    [Fact]
    public void TargetWithOtherImages_IsLeft()
    {
        var (a, b) = (_folder.Write("a.duckdb", null, 0, [0, 1]), _folder.Write("b.duckdb", null, 0, [2, 3, 4]));
        Merge(default, a, b);
        var bytes = File.ReadAllBytes(Target);
        Refused(
            $"There is a database '{Target}', and 3 of its images are in none of the files to merge. "
            + "Nothing was changed: give the files that have them too, or another --db file, or delete it.",
            a);
        Assert.Equal(bytes, File.ReadAllBytes(Target));
    }

    [Fact]
    public void TargetInNoFolder_IsNamed()
    {
        var a = _folder.Write("a.duckdb", "1/1", 2, [0, 1]);
        var target = Path.Combine(_folder.Path, "nowhere", "merged.duckdb");
        Assert.Equal(
            $"Cannot create the database '{target}': there is no folder '{Path.Combine(_folder.Path, "nowhere")}'. Create it, or give another --db file.",
            Assert.Throws<StoreException>(() => ShardMerge.Open([a], default).WriteTo(target, PartialPeaks.Add)).Message);
    }

    [Fact]
    public void TargetThatIsAFolder_IsNamed()
    {
        Directory.CreateDirectory(Target);
        Refused(
            $"'{Target}' is a folder, where a database file was expected: give a file in it, such as '{Path.Combine(Target, "activations.duckdb")}'.",
            _folder.Write("a.duckdb", "1/1", 2, [0, 1]));
    }

    [Fact]
    public void TargetsLogAlone_IsLeft()
    {
        _folder.Write("merged.duckdb.wal", "committed");
        Refused(
            $"There is no database '{Target}', but a log of one beside it: '{Target}.wal' may hold committed images. Put the database back to its log, or remove the log.",
            _folder.Write("a.duckdb", "1/1", 2, [0, 1]));
        Assert.True(File.Exists($"{Target}.wal"));
    }

    [Fact]
    public void Cancelled_LeavesEverything()
    {
        var (a, b) = (_folder.Write("a.duckdb", null, 0, [0, 1]), _folder.Write("b.duckdb", null, 0, [2, 3]));
        Merge(default, a);
        var bytes = File.ReadAllBytes(Target);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => ShardMerge.Open([a, b], default).WriteTo(Target, PartialPeaks.Add, _ => stop.Cancel(), stop.Token));
        Assert.Equal(bytes, File.ReadAllBytes(Target));
        Assert.Equal([a, b, Target], Directory.GetFiles(_folder.Path).Order());
    }

    string A => _folder.File("a.duckdb");

    string B => _folder.File("b.duckdb");

    string Target => _folder.File("merged.duckdb");

    string MergedOf(Keep keep, string shard)
    {
        ShardMerge.Open([shard], new(keep, AllowGaps: true)).WriteTo(A, PartialPeaks.Add);
        return A;
    }

    void Merge(MergeOptions options, params string[] shards) => ShardMerge.Open(shards, options).WriteTo(Target, PartialPeaks.Add);

    void Refused(string message, params string[] shards) => Refused(default, message, shards);

    void Refused(MergeOptions options, string message, params string[] shards) =>
        Assert.Equal(message, Assert.Throws<StoreException>(() => Merge(options, shards)).Message);
}
