using VarMem.Store;
using VarMem.Tests.Charts;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>varmem top</c>: the table that it prints, word for word, and the sheet beside it.</summary>
public class TopTest : ProgramTest
{
    public TopTest()
    {
        AnalyzedRun.Write(Folder);
        Do($"analyze --db a.duckdb");
    }

    [Fact]
    public void Top_Unit_ListsItsImages()
    {
        const string Expected = """
            Images on which blocks.0.ffn.fc1.0 is most active
            3 train images · UnitMem 0.600, in U10 · rank and μ, class, image

              rank    mu   image_id   path                class   split
            ─────────────────────────────────────────────────────────────
                 1     3          0   train/flags/a.png   flags   train
                 2     1          1   train/flags/b.png   flags   train
                 3   0.5          2   train/faces/c.png   faces   train

            top.png

            """;
        Assert.Equal(Expected, Do($"top --db a.duckdb --unit blocks.0.ffn.fc1.0 -o top.png").Output);
        Assert.Equal(Expected, Do($"top --db a.duckdb --unit 0 -o top.png").Output);
        Assert.Equal(2 * 440, Png.Read(Folder.File("top.png")).Width);
    }

    [Fact]
    public void Top_Layer_ListsItsUnits() => Assert.Equal(
        """
        Units of blocks.0.ffn.fc1 with the highest UnitMem
        4 images · those of highest μ of each unit: rank and μ, class, image

          unit                 unit_mem   rank    mu   image_id   path                class   split
        ─────────────────────────────────────────────────────────────────────────────────────────────
          blocks.0.ffn.fc1.0     0.7143      1     3          0   train/flags/a.png   flags   train
          blocks.0.ffn.fc1.0     0.7143      2     1          1   train/flags/b.png   flags   train
          blocks.0.ffn.fc1.0     0.7143      3   0.5          2   train/faces/c.png   faces   train
          blocks.0.ffn.fc1.0     0.7143      4     0          3   val/flags/d.png     flags   val

        top.png

        """,
        Do($"top --db a.duckdb --layer blocks.0.ffn.fc1 -k 1 --population all -o top.png").Output);

    /// <summary>The image, and the units that it owns among the training images: two of them by ties, for its id is the smallest.</summary>
    [Fact]
    public void Top_Image_ListsWhatItOwns()
    {
        var output = Do($"top --db a.duckdb --image train/flags/a.png -o top.png").Output;
        Assert.StartsWith(
            """
            Units that train/flags/a.png owns
            3 train images · owns 3 units, 1 of U10 · images of highest μ of each: rank and μ, class, image

            """,
            output, StringComparison.Ordinal);
        var units = output.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(word => word.StartsWith("blocks.", StringComparison.Ordinal));
        Assert.Equal(
            ["blocks.0.ffn.fc1.0", "blocks.0.ffn.fc1.1", "blocks.1.ffn.fc1.0"], units.Distinct());
        Assert.Equal(9, units.Count());
        var tile = 104 + 3 * 15 + 6 + 14;
        Assert.Equal(2 * (14 + 46 + tile + 3 * (24 + tile)), Png.Read(Folder.File("top.png")).Height);
    }

    [Fact]
    public void Top_ImageThatOwnsNothing_ShowsIt()
    {
        Assert.Equal(
            """
            Units that train/faces/c.png owns
            3 train images · owns 0 units, 0 of U10

            top.png

            """,
            Do($"top --db a.duckdb --image 2 -o top.png").Output);
        Assert.Equal(2 * 440, Png.Read(Folder.File("top.png")).Width);
    }

    [Fact]
    public void Top_NotThere_NamesTheNearest()
    {
        Assert.Equal(
            "There is no unit 'blocks.0.ffn.fc.1' in the database; expected its number or its name, the nearest are blocks.0.ffn.fc1.1, "
            + "blocks.0.ffn.fc1.0, blocks.1.ffn.fc1.0. `varmem sql` lists them all: \"FROM unit\".",
            Fails(1, $"top --db a.duckdb --unit blocks.0.ffn.fc.1 -o top.png"));
        Assert.Equal(
            "There is no unit '7' in the database; expected its number or its name, the nearest are 2, 1, 0. "
            + "`varmem sql` lists them all: \"FROM unit\".",
            Fails(1, $"top --db a.duckdb --unit 7 -o top.png"));
        Assert.StartsWith(
            "There is no layer 'blocks.2.ffn.fc1' in the database; expected its number or its name, the nearest are blocks.0.ffn.fc1, ",
            Fails(1, $"top --db a.duckdb --layer blocks.2.ffn.fc1 -o top.png"), StringComparison.Ordinal);
        Assert.StartsWith(
            "There is no image 'flags/b.png' in the database; expected its number or its path, the nearest are train/flags/b.png, ",
            Fails(1, $"top --db a.duckdb --image flags/b.png -o top.png"), StringComparison.Ordinal);
        Assert.Equal(
            "The image 'val/flags/d.png' is not in the population train; expected --population val or all.",
            Fails(1, $"top --db a.duckdb --image val/flags/d.png -o top.png"));
        Assert.False(File.Exists(Folder.File("top.png")));
    }

    [Fact]
    public void Top_EmptyPopulation_NamesTheOthers()
    {
        using (var connection = DatabaseFile.OpenReadWrite(Folder.File("a.duckdb"))) connection.Run("UPDATE image SET split = 'train'");
        Do($"analyze --db a.duckdb");
        Assert.Equal(
            "The population val has no images in this database; expected train or all.",
            Fails(1, $"top --db a.duckdb --unit 0 --population val -o top.png"));
    }

    [Fact]
    public void Top_NotAnalyzed_SaysWhatToRun()
    {
        using (var connection = DatabaseFile.OpenReadWrite(Folder.File("a.duckdb"))) connection.Run("DROP TABLE finding");
        const string Expected = "Found no results in a.duckdb; expected the tables of the metrics. Run 'varmem analyze' on it first.";
        Assert.Equal(Expected, Fails(1, $"top --db a.duckdb --unit 0 -o top.png"));
        Assert.Equal(Expected, Fails(1, $"report --db a.duckdb --out report"));
    }

    /// <summary>One warning for all, and grey squares.</summary>
    [Fact]
    public void Top_ImagesGone_WarnsOnce()
    {
        const string Rest = "; images that cannot be shown are grey squares. --images DIR names another folder.\n";
        var missing = Do($"top --db a.duckdb --unit 0 --population all -o top.png");
        Assert.Equal($"warning: there is no image {Folder.File("images")}/val/flags/d.png{Rest}", missing.Error);
        Assert.Equal("#d8d8d8", Png.Read(Folder.File("top.png")).At(2 * (14 + 3 * 118 + 52), 2 * (14 + 46 + 52)));

        Directory.Move(Folder.File("images"), Folder.File("moved"));
        Assert.Equal(
            $"warning: the images folder {Folder.Path}/images is not there any more{Rest}", Do($"top --db a.duckdb --unit 0 -o top.png").Error);
        Assert.Equal("", Do($"top --db a.duckdb --unit 0 --images moved -o top.png").Error);
        Assert.NotEqual("#d8d8d8", Png.Read(Folder.File("top.png")).At(2 * (14 + 52), 2 * (14 + 46 + 52)));
        Assert.Equal("--images images: no such folder", Fails(2, $"top --db a.duckdb --unit 0 --images images -o top.png"));
    }

    [Fact]
    public void Report_WritesWhatItLists()
    {
        var report = Do($"report --db a.duckdb --out report");
        Assert.Equal("", report.Error);
        var files = report.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("report/report.html", files[0]);
        Assert.Contains("report/top_images.png", files);
        Assert.Equal(files.Order(), Directory.GetFiles(Folder.File("report")).Select(file => $"report/{Path.GetFileName(file)}").Order());
        var html = File.ReadAllText(Folder.File("report/report.html"));
        Assert.Contains("<h1>VarMem: a</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<li>Transformer on 3 training images: 3 units, 1 in U10 ", html, StringComparison.Ordinal);

        Folder.Write("file", "hello");
        Assert.Equal("--out file is a file; expected a folder, or a path where nothing is yet", Fails(2, $"report --db a.duckdb --out file"));
    }
}
