using VarMem.Tests.EndToEnd;
using VarMem.Tests.Pipeline.Images;

namespace VarMem.Tests.CommandLine;

/// <summary>Images that cannot be used are rows of table failure, or the end of the run, as --on-error says.</summary>
public class ImageErrorTest : ProgramTest
{
    static readonly byte[] Good = File.ReadAllBytes(Repository.File("models", "emoji", "images", "train", "flags", "cn.png"));
    static readonly byte[] Jpeg = File.ReadAllBytes(Repository.File("tests", "reference", "resize", "nagasaki-boats.jpg"));

    [Fact]
    public void Extract_BadImages_AreFailures()
    {
        WriteBadImages();
        Folder.Write("images/good.png", Good);
        WriteManifest("missing.png", "empty.png", "cut.png", "good.png", "cut.jpg", "text.png", "huge.png");
        var run = Do($"extract --model {Model} --manifest list.csv --crop center --db a.duckdb");
        Assert.Contains("\n1 images in a.duckdb (1 new in ", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            "\n6 images could not be used; see `varmem sql --db a.duckdb \"FROM failure\"`. They are tried again next time.\n",
            run.Error, StringComparison.Ordinal);

        (int, string, string)[] expected =
        [
            (0, "missing.png", $"there is no file {Folder.File("images/missing.png")}"),
            (1, "empty.png", "the file is empty (0 bytes)"),
            (2, "cut.png", "truncated, damaged or unusual PNG file"),
            (4, "cut.jpg", "truncated, damaged or unusual JPEG file"),
            (5, "text.png", "begins with the bytes 68656C6C6F, as none of"),
            (6, "huge.png", "30,000×30,000 pixels are too many, expected at most 178,956,970 and 65,535 a side"),
        ];
        foreach (var (failure, (id, path, reason)) in Failures().Zip(expected))
        {
            Assert.Equal((id, path), (failure.Id, failure.Path));
            Assert.StartsWith(reason, failure.Reason, StringComparison.Ordinal);
        }
        Assert.Equal(expected.Length, Failures().Count);

        Folder.Write("images/cut.png", Good);
        Do($"extract --model {Model} --manifest list.csv --crop center --db a.duckdb");
        Assert.Equal([0, 1, 4, 5, 6], Failures().Select(failure => failure.Id));
        using var connection = Open("a.duckdb");
        Assert.Equal([2, 3], connection.Rows("SELECT image_id FROM image ORDER BY image_id", row => row.GetInt32(0)));
    }

    [Fact]
    public void Extract_OnErrorFail_StopsAndNamesTheImage()
    {
        WriteBadImages();
        Folder.Write("images/good.png", Good);
        WriteManifest("good.png", "empty.png");
        var run = Run($"extract --model {Model} --manifest list.csv --crop center --on-error fail --db a.duckdb");
        Assert.Equal((1, "", "error: empty.png: the file is empty (0 bytes)"), (run.ExitCode, run.Output, run.Error.Split('\n')[^2]));
        Assert.Empty(Failures());

        Folder.Write("images/empty.png", Good);
        Do($"extract --model {Model} --manifest list.csv --crop center --on-error fail --db a.duckdb");
        using var connection = Open("a.duckdb");
        Assert.Equal([0, 1], connection.Rows("SELECT image_id FROM image ORDER BY image_id", row => row.GetInt32(0)));
    }

    [Fact]
    public void Extract_NoImageUsable_Fails()
    {
        WriteBadImages();
        WriteManifest("empty.png", "text.png");
        var run = Run($"extract --model {Model} --manifest list.csv --crop center --db a.duckdb");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("2 images could not be used", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, Failures().Count);
        Assert.Equal(
            "Found no measured image in a.duckdb; expected at least one, better some hundred. Run 'varmem extract' into it first.",
            Fails(1, $"analyze --db a.duckdb"));
    }

    [Fact]
    public void Manifest_LabelOutOfRange_NamesTheLine()
    {
        Folder.Write("list.csv", "path,label\na.png,0\nb.png,9\n");
        Assert.Equal(
            "list.csv, line 3: found label '9', expected 0…8.", Fails(1, $"extract --model {Model} --manifest list.csv --db a.duckdb"));
        Assert.Equal("There is no manifest nowhere.csv.", Fails(1, $"extract --model {Model} --manifest nowhere.csv --db a.duckdb"));
        Assert.False(File.Exists(Folder.File("a.duckdb")));
    }

    [Fact]
    public void Folder_ClassWithoutImages_IsNamed()
    {
        Folder.Write("images/flags/cn.png", Good);
        Directory.CreateDirectory(Folder.File("images/food"));
        var message = Fails(1, $"extract --model {Model} --images images --db a.duckdb");
        Assert.StartsWith("Class folder images/food holds no images (", message, StringComparison.Ordinal);
        Assert.EndsWith(
            "; remove it, or put its images in. Expected DIR/CLASS/* or DIR/{train,val}/CLASS/*.", message, StringComparison.Ordinal);
        Assert.Equal(
            "There is no folder nowhere; expected a folder of images, DIR/CLASS/* or DIR/{train,val}/CLASS/*.",
            Fails(1, $"extract --model {Model} --images nowhere --db a.duckdb"));
    }

    [Fact]
    public void Classes_Unknown_NamesTheNearest() => Assert.Equal(
        "There is no class flag among the 9 classes; the nearest are flags, food, travel.",
        Fails(1, $"extract --model {Model} --manifest {Manifest} --classes flag --db a.duckdb"));

    void WriteBadImages()
    {
        Folder.Write("images/empty.png", "");
        Folder.Write("images/text.png", "hello");
        Folder.Write("images/cut.png", Good[..(Good.Length / 2)]);
        Folder.Write("images/cut.jpg", Jpeg[..(Jpeg.Length / 2)]);
        Folder.Write("images/huge.png", Png.Header(30_000, 30_000));
    }

    void WriteManifest(params string[] images) =>
        Folder.Write("list.csv", $"path,label\n{string.Concat(images.Select(image => $"images/{image},2\n"))}");

    List<(int Id, string Path, string Reason)> Failures()
    {
        using var connection = Open("a.duckdb");
        return connection.Rows(
            "SELECT image_id, path, reason FROM failure ORDER BY image_id", row => (row.GetInt32(0), row.GetString(1), row.GetString(2)));
    }
}
