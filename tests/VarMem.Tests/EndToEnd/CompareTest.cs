namespace VarMem.Tests.EndToEnd;

/// <summary><c>varmem compare</c> on two small runs of the embedded model.</summary>
public class CompareTest : ProgramTest
{
    /// <summary>A database beside one whose crops have another seed: what differs and what does not, from the tables of each.</summary>
    [Fact]
    public void Compare_TwoRuns_SetsThemSideBySide()
    {
        Do($"run --model {Repository.File("models", "emoji")} --limit 12 --augmentations 1 --out a");
        Do($"run --model {Repository.File("models", "emoji")} --limit 16 --augmentations 1 --seed 1 --out b");
        var output = Do($"compare --db a/varmem.duckdb --db other=b/varmem.duckdb --out tables").Output;
        Assert.Equal(
            [
                "concentration.csv", "ground_truth.csv", "localization_by_depth.csv", "localization_by_kind.csv", "same_images.csv",
                "train_val.csv", "unit_mem.csv",
            ],
            Directory.GetFiles(Folder.File("tables")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Contains("Training against validation images: the share of the units that training images own\n", output, StringComparison.Ordinal);

        using var a = Open("a/varmem.duckdb");
        using var b = Open("b/varmem.duckdb");
        const string Mean = "SELECT avg(unit_mem) FROM unit_mem WHERE population = 'train'";
        var (meanA, meanB) = (a.Rows(Mean, row => row.GetDouble(0)).Single(), b.Rows(Mean, row => row.GetDouble(0)).Single());
        var rows = File.ReadAllLines(Folder.File("tables/unit_mem.csv"));
        Assert.Equal("part,db,images,units,unit_mem_mean,u10_threshold,u10_owner_share,top_1_percent_own,of_first", rows[0]);
        Assert.StartsWith(FormattableString.Invariant($"transformer,a,12,4608,{Math.Round(meanA, 4)},"), rows[1], StringComparison.Ordinal);
        Assert.StartsWith(FormattableString.Invariant($"transformer,other,16,4608,{Math.Round(meanB, 4)},"), rows[2], StringComparison.Ordinal);
        Assert.Equal(meanB / meanA, double.Parse(rows[2].Split(',')[^1]), 1e-4);

        var same = File.ReadAllLines(Folder.File("tables/same_images.csv"))[1].Split(',');
        Assert.Equal(["transformer", "a", "other", "24"], same[..4]); // the first twelve of each split are among the first sixteen
        Assert.Equal("4608", same[7]);
    }

    [Fact]
    public void Compare_Misused_SaysWhatIsWrong()
    {
        Assert.Equal(
            "--db is there once; expected two databases or more to compare", Fails(2, $"compare --db one.duckdb"));
        Assert.EndsWith("one.duckdb twice; expected different databases", Fails(2, $"compare --db one.duckdb --db ./one.duckdb"), StringComparison.Ordinal);
        Assert.Equal(
            "two databases would go by the name 'x'; give one another: --db NAME=FILE",
            Fails(2, $"compare --db a/x.duckdb --db b/x.duckdb"));
        Assert.Contains("a.duckdb", Fails(1, $"compare --db a.duckdb --db b.duckdb"), StringComparison.Ordinal);
    }
}
