using VarMem.Tests.Charts;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>varmem duplicates</c> on pictures of the embedded model, of which flags are there under several names.</summary>
public class DuplicatesTest : ProgramTest
{
    public DuplicatesTest()
    {
        foreach (var path in (string[])["train/flags/flag-cp.png", "train/flags/flag-no.png", "train/flags/flag-sj.png", "train/people/cop.png",
            "val/flags/flag-bv.png", "val/flags/fr.png", "val/people/male-police-officer.png"])
            File.Copy(Path.Combine(Images, path), Folder.File($"images/{path}"));
        Extract("a.duckdb");
    }

    void Extract(string database, params string[] more) =>
        Do($"extract --model {Model} --images images --crop center --hooks blocks.0.ffn.fc2 --db {database} {more}");

    [Fact]
    public void Duplicates_OfAThreshold_ListsPairsAndDrawsThem()
    {
        Assert.Equal(
            """
            7 images at 32×32 in 4×4 tiles: 4 pairs have a tiled l2 below 0.1, in 2 groups with 5 images in all, the largest with 3.
            Of these pairs, 3 are of a training and a validation image, 0 are of images of two classes.

              tiled_l2       l2   image                     other_image
            ─────────────────────────────────────────────────────────────────────────
                     0        0   train/flags/flag-cp.png   val/flags/fr.png
                     0        0   train/flags/flag-no.png   train/flags/flag-sj.png
                0.0073   0.0035   train/flags/flag-no.png   val/flags/flag-bv.png
                0.0073   0.0035   train/flags/flag-sj.png   val/flags/flag-bv.png

            pairs.png

            """,
            Do($"duplicates --db a.duckdb --threshold 0.1 -o pairs.png").Output);
        Assert.Equal(2 * 440, Png.Read(Folder.File("pairs.png")).Width);
    }

    /// <summary>Flags that are copies have the same tokens; of one that differs in a few pixels most are the same.</summary>
    [Fact]
    public void Duplicates_OfAModel_SaysWhichTokensAreTheSame()
    {
        Assert.Contains(" of their tokens are the same on average, all of them of 2 pairs.\n", Do($"duplicates --db a.duckdb --threshold 0.1 --model {Model} -o pairs.png").Output, StringComparison.Ordinal);
        using (var connection = Open("a.duckdb"))
        {
            var agreement = connection.Rows("SELECT token_agreement FROM duplicate ORDER BY tiled_distance", row => row.GetDouble(0));
            Assert.Equal([1, 1], agreement[..2]);
            Assert.All(agreement[2..], share => Assert.InRange(share, 0.5, 0.999));
        }
        var other = Repository.File("tests", "none");
        Assert.Equal($"{other}: no such folder; expected a model: model.onnx (made by `varmem model build`) or two checkpoints.", Fails(1, $"duplicates --db a.duckdb --threshold 0.1 --model {other}"));
    }

    [Fact]
    public void Duplicates_OfAShare_SaysTheThreshold()
    {
        var output = Do($"duplicates --db a.duckdb --false-positives 0.2").Output;
        Assert.StartsWith(
            """
            Threshold 0.6318: at most 20 % of the images have one of another class nearer than that.
            7 images at 32×32 in 4×4 tiles: 11 pairs have a tiled l2 below 0.6318, in 2 groups with 7 images in all, the largest with 5.
            Of these pairs, 7 are of a training and a validation image, 0 are of images of two classes.

            """,
            output, StringComparison.Ordinal);
        Assert.Equal("7 images at 32×32 in 4×4 tiles: 0 pairs have a tiled l2 below 0.\n", Do($"duplicates --db a.duckdb --threshold 0").Output);
    }

    /// <summary>An extraction goes on, and shards merge, whatever duplicates were looked for in between.</summary>
    [Fact]
    public void Duplicates_ThenExtractAndMerge_AreNotInTheWay()
    {
        Do($"duplicates --db a.duckdb --threshold 0.005");
        const string More = "val/symbols/white_large_square.png";
        File.Copy(Path.Combine(Images, More), Folder.File($"images/{More}"));
        Extract("a.duckdb");
        using (var connection = Open("a.duckdb"))
            Assert.Equal([(8L, 7L)], connection.Rows("SELECT (SELECT count(*) FROM image), (SELECT count(*) FROM multiplicity)", row => (row.GetInt64(0), row.GetInt64(1))));

        Extract("1.duckdb", "--shard", "1/2");
        Extract("2.duckdb", "--shard", "2/2");
        Do($"duplicates --db 1.duckdb --threshold 0.005");
        Do($"duplicates --db 2.duckdb --threshold 0.006");
        Do($"merge --db both.duckdb 1.duckdb 2.duckdb");
        Assert.StartsWith("8 images at ", Do($"duplicates --db both.duckdb --threshold 0.005").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicates_ImagesGoneOrChanged_SaysWhich()
    {
        Directory.Move(Folder.File("images"), Folder.File("moved"));
        Assert.Equal($"the images folder {Folder.Path}/images is not there; expected it, or another with --images DIR", Fails(2, $"duplicates --db a.duckdb"));
        Assert.StartsWith("7 images at ", Do($"duplicates --db a.duckdb --images moved --threshold 0.005").Output, StringComparison.Ordinal);
        File.Copy(Folder.File("moved/val/flags/fr.png"), Folder.File("moved/train/people/cop.png"), overwrite: true);
        var changed = Run($"duplicates --db a.duckdb --images moved --threshold 0.005");
        Assert.Equal((2, ""), (changed.ExitCode, changed.Output));
        Assert.EndsWith(
            "\nerror: moved/train/people/cop.png is not the image that was measured, it has another SHA-256; expected all images as they were. --images DIR names another folder\n",
            changed.Error, StringComparison.Ordinal);
        File.Delete(Folder.File("moved/train/people/cop.png"));
        Assert.Equal("there is no image moved/train/people/cop.png; expected all images of the database. --images DIR names another folder", Fails(2, $"duplicates --db a.duckdb --images moved --threshold 0.005"));
    }
}
