using System.Formats.Tar;
using VarMem.Pipeline;
using VarMem.Pipeline.Sources;
using VarMem.Tests.Pipeline.Sources.Shards;

namespace VarMem.Tests.EndToEnd;

/// <summary>Images in tar files are measured as the same images in a folder.</summary>
public sealed class TarShardsTest : ProgramTest
{
    const int PerShard = 9;

    readonly SourceImage[] _images = [.. ImageManifest.Open(Manifest).Rows.Where(row => row.ImageId % 38 == 0).Take(40)];

    [Fact]
    public void Extract_OfShards_EqualsTheFolder()
    {
        WriteShards();
        foreach (var image in _images) Folder.Write($"images/{image.Path}", File.ReadAllBytes(image.File.Path));
        Do($"extract --model {Model} --images {"shards/s-{000..004}.tar"} --crop center --db tar.duckdb");
        Do($"extract --model {Model} --images images --crop center --db folder.duckdb");
        var (tar, folder) = (Rows("tar.duckdb"), Rows("folder.duckdb"));
        Assert.Equal(40, tar.Count);
        Assert.Equal(folder.Keys.Order(StringComparer.Ordinal), tar.Keys.Order(StringComparer.Ordinal));
        Assert.All(folder, image => Assert.Equal(image.Value, tar[image.Key]));

        using var connection = Open("tar.duckdb");
        Assert.Equal(
            _images.Select(PathOf),
            connection.Rows("SELECT path FROM image ORDER BY image_id", row => row.GetString(0)));
        Assert.Equal(Folder.File("shards"), connection.Rows("SELECT value FROM setting WHERE key = 'images'", row => row.GetString(0)).Single());
    }

    /// <summary>The folder names the shards; top and report find the pictures in them.</summary>
    [Fact]
    public void Top_OfShards_ShowsTheirPictures()
    {
        WriteShards();
        Do($"extract --model {Model} --images shards --crop center --db a.duckdb");
        Do($"analyze --db a.duckdb");
        Assert.Equal("", Do($"top --db a.duckdb --unit 0 -o a.png").Error);
        Directory.Move(Folder.File("shards"), Folder.File("moved"));
        Assert.Equal("", Do($"top --db a.duckdb --unit 0 --images moved -o b.png").Error);
        Assert.Equal(File.ReadAllBytes(Folder.File("a.png")), File.ReadAllBytes(Folder.File("b.png")));
        Assert.Equal("", Do($"report --db a.duckdb --images moved --out report").Error);

        foreach (var shard in Directory.GetFiles(Folder.File("moved"))) File.WriteAllBytes(shard, []);
        Assert.Matches(
            "^warning: moved/s-00.\\.tar ends at byte 0, in or before the member whose header begins at byte 0, or .* Bring it again; "
            + "images that cannot be shown are grey squares. --images DIR names another folder.\n$",
            Do($"top --db a.duckdb --unit 0 --images moved -o b.png").Error);
    }

    [Fact]
    public void Extract_OfBrokenMembers_RecordsThem()
    {
        var good = File.ReadAllBytes(_images[0].File.Path);
        Tar.Write(Folder.File("a.tar"), ("1.png", good), ("1.cls", "2"u8.ToArray()), ("2.png", good[..(good.Length / 2)]),
            ("2.cls", "2"u8.ToArray()), ("3.png", []), ("3.cls", "2"u8.ToArray()), ("4.png", "hello"u8.ToArray()), ("4.cls", "2"u8.ToArray()));
        Do($"extract --model {Model} --images a.tar --crop center --db a.duckdb");
        using var connection = Open("a.duckdb");
        string[] failures = [.. connection.Rows(
            "SELECT image_id, path, reason FROM failure ORDER BY image_id", row => $"{row.GetInt32(0)} {row.GetString(1)}: {row.GetString(2)}")];
        Assert.Equal(3, failures.Length);
        Assert.StartsWith("1 a.tar/2.png: truncated, damaged or unusual PNG file", failures[0], StringComparison.Ordinal);
        Assert.Equal("2 a.tar/3.png: the file is empty (0 bytes)", failures[1]);
        Assert.StartsWith("3 a.tar/4.png: begins with the bytes 68656C6C6F, ", failures[2], StringComparison.Ordinal);
        Assert.Equal([0], connection.Rows("SELECT image_id FROM image", row => row.GetInt32(0)));
    }

    [Fact]
    public void Extract_OfAClassListAndARandomSample_TakesThoseImages()
    {
        WriteShards();
        Folder.Write("classes.txt", "flags\n3 # food\n");
        Do($"extract --model {Model} --images shards --class-list classes.txt --per-class 1 --sample random --seed 4 --crop center --db a.duckdb");
        using var connection = Open("a.duckdb");
        var expected = _images.Where(image => image.ClassName is "flags" or "food")
            .GroupBy(image => (image.Split, image.ClassName))
            .Select(images => images.MinBy(image => SeededHash.Draw("sample", 4, PathOf(image), 0).First)!.Path)
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            expected, connection.Rows("SELECT path FROM image", row => row.GetString(0)["s-000.tar/".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Extract_OfBadLists_SaysSo()
    {
        Tar.Touch(Folder.File("a.tar"), "flags/1.png");
        Assert.StartsWith(
            "There is no class list c.txt; ", Fails(1, $"extract --model {Model} --images a.tar --class-list c.txt --db a.duckdb"), StringComparison.Ordinal);
        Folder.Write("c.txt", "flag\n");
        Assert.Equal(
            "There is no class flag among the 1 classes; the nearest are flags.",
            Fails(1, $"extract --model {Model} --images a.tar --class-list c.txt --db a.duckdb"));
        Assert.StartsWith(
            "There is no list of labels v.txt; ", Fails(1, $"extract --model {Model} --images a.tar --val-labels v.txt --db a.duckdb"), StringComparison.Ordinal);
        Assert.Equal(
            $"There is no shard {Folder.Path}/b.tar; expected a tar file, or several by braces such as train-{{000..146}}.tar.",
            Fails(1, $"extract --model {Model} --images b.tar --db a.duckdb"));
    }

    string PathOf(SourceImage image) => $"s-{Array.IndexOf(_images, image) / PerShard:D3}.tar/{image.Path}";

    void WriteShards()
    {
        foreach (var (i, images) in _images.Chunk(PerShard).Index())
            Tar.Write(Folder.File($"shards/s-{i:D3}.tar"), TarEntryFormat.Gnu, [.. images.Select(image => (image.Path, File.ReadAllBytes(image.File.Path)))]);
    }

    /// <summary>What was found of each image, by its path without the shard.</summary>
    Dictionary<string, string> Rows(string database)
    {
        using var connection = Open(database);
        return connection.Rows(
            """
            SELECT regexp_replace(path, '^s-\d+\.tar/', ''), concat_ws(' ', class_id, class_name, split, width, height, sha256, mu)
            FROM image
            JOIN (SELECT image_id, string_agg(mu, ' ' ORDER BY unit_id) AS mu FROM activation GROUP BY image_id) USING (image_id)
            """,
            row => (row.GetString(0), row.GetString(1))).ToDictionary();
    }
}
