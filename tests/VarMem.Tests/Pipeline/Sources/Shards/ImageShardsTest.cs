using System.Formats.Tar;
using System.Text;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Sources.Shards;

namespace VarMem.Tests.Pipeline.Sources.Shards;

public sealed class ImageShardsTest : IDisposable
{
    const string Endings = ".jpg, .jpeg, .png, .webp, .gif, .tif, .tiff";

    static readonly string[] Classes = ["cat", "dog", "emu"];

    readonly TempFolder _folder = new();

    string Shard => _folder.File("s.tar");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_OfShards_TakesThemInTheOrderGiven()
    {
        Tar.Touch(_folder.File("train-1.tar"), "0003.jpg", "0003.cls=2", "0002.JPEG", "0002.json={}", "0002.cls=dog\n");
        Tar.Touch(_folder.File("train-0.tar"), "0001.cls=0", "0001.txt", "0001.webp");
        Assert.Equal(
            ["0 train-1.tar/0003.jpg 2 emu train", "1 train-1.tar/0002.JPEG 1 dog train", "2 train-0.tar/0001.webp 0 cat train"],
            Lines(Open("train-{1..0}.tar")));
    }

    /// <summary>What lies at the place of each image is what was put there, whatever the format and however long the names.</summary>
    [Theory]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Ustar)]
    public void Open_OfAFormat_FindsEachMember(TarEntryFormat format)
    {
        var length = format == TarEntryFormat.Ustar ? 100 : 400;
        string[] names = [.. new[] { 2, 99, 100, 101, 155, length }.Select(n => $"{new string('a', n / 2)}/{new string('b', n - n / 2)}ü.png")];
        if (format == TarEntryFormat.Ustar) names = [.. names.Select(name => name.Replace('ü', 'u')).Distinct()];
        Tar.Write(Shard, format, [.. names.SelectMany(name => new[]
        {
            (name.Replace(".png", ".cls"), "1"u8.ToArray()), (name, Encoding.UTF8.GetBytes($"content of {name}")),
        })]);
        var rows = ImageShards.Open([Shard], Classes).Rows;
        Assert.Equal(names.Select(name => $"s.tar/{name}"), rows.Select(row => row.Path));
        Assert.All(rows, row => Assert.Equal($"content of {row.Path["s.tar/".Length..]}", Content(row.File)));
        Assert.All(rows, row => Assert.Equal(1, row.Label));
    }

    [Fact]
    public void Open_OfClassFolders_TakesTheirNames()
    {
        Tar.Touch(Shard, "./emu/1.png", "./cat/2.png", "./._cat/3.png", "./dog/._4.png", "dog/5.png", "dog/5.cls=0");
        Assert.Equal(["0 s.tar/emu/1.png 2 emu ", "1 s.tar/cat/2.png 0 cat ", "2 s.tar/dog/5.png 0 cat "], Lines(Open("s.tar")));
    }

    /// <summary>A tar file of a folder of images has its splits and labels.</summary>
    [Fact]
    public void Open_OfAnImageFolder_EqualsTheFolder()
    {
        string[] files = ["train/cat/1.png", "train/emu/2.png", "val/emu/1.png"];
        foreach (var file in files) _folder.Write($"images/{file}", file);
        Tar.Touch(Shard, files);
        var folder = ImageFolder.Open(_folder.File("images"), Classes).Rows;
        Assert.Equal(
            folder.Select(row => row with { Path = $"s.tar/{row.Path}", File = "" }),
            ImageShards.Open([Shard], Classes).Rows.Select(row => row with { File = "" }));
    }

    /// <summary>Names of another order than the model's numbers, as ImageNet's synsets are.</summary>
    [Theory]
    [InlineData("n3/a.png", "n1/b.png", "n2/c.png")]
    [InlineData("a.png", "a.cls=n3", "b.png", "b.cls=n1", "c.png", "c.cls=n2")]
    public void Open_OfAsManyNamesAsUnnamedClasses_TakesTheirOrdinalOrder(params string[] members)
    {
        Tar.Touch(Shard, members);
        Assert.Equal([2, 0, 1], ImageShards.Open([Shard], ["0", "1", "2"]).Rows.Select(row => row.Label));
    }

    [Fact]
    public void Open_WithoutLabels_TakesPicturesWithoutClass()
    {
        Tar.Touch(Shard, "a.png", "b.png", "b.cls=7");
        Assert.Equal(["0 s.tar/a.png   ", "1 s.tar/b.png 7 7 "], Lines(ImageShards.Open([Shard], labelled: false)));
    }

    [Theory]
    [InlineData("train-000.tar", "train")]
    [InlineData("imagenet1k-validation-07.tar", "val")]
    [InlineData("VAL_03.tar", "val")]
    [InlineData("train/000.tar", "train")]
    [InlineData("train12.tar", "train")]
    [InlineData("training.tar", null)]
    [InlineData("trainval.tar", null)]
    [InlineData("train-and-val.tar", null)]
    [InlineData("000.tar", null)]
    public void SplitOf_IsTheOneThatIsAWordOfThePath(string path, string? expected) => Assert.Equal(expected, ShardNames.SplitOf(path));

    [Fact]
    public void Open_OfShardsInSeveralFolders_NamesThemFromTheirCommonOne()
    {
        foreach (var file in (string[])["a/train/0.tar", "a/val/0.tar", "a/val/more/1.tar"]) Tar.Touch(_folder.File(file), "cat/1.png");
        var source = Open("a/{train/0,val/0,val/more/1}.tar");
        Assert.Equal(_folder.File("a"), source.Folder);
        Assert.Equal(
            ["0 train/0.tar/cat/1.png 0 cat train", "1 val/0.tar/cat/1.png 0 cat val", "2 val/more/1.tar/cat/1.png 0 cat val"], Lines(source));
    }

    /// <summary>x.mask.png goes with x.png, but photo.1.png stands alone.</summary>
    [Fact]
    public void Open_OfNamesWithDots_TakesTheSamplesPicture()
    {
        Tar.Touch(Shard, "x.mask.png", "x.png", "x.cls=0", "photo.1.png", "photo.2.png", "photo.cls=1");
        Assert.Equal(["s.tar/x.png", "s.tar/photo.1.png", "s.tar/photo.2.png"], Open("s.tar").Rows.Select(row => row.Path));
    }

    [Fact]
    public void Find_OfAFolder_TellsShardsFromImages()
    {
        _folder.Write("images/1.png", "");
        _folder.Write("images/1.tar", "");
        _folder.Write("shards/notes.txt", "");
        _folder.Write("shards/.hidden/x", "");
        foreach (var shard in (string[])["2.tar", "10.tar"]) _folder.Write($"shards/{shard}", "");
        Assert.Null(ShardNames.Find(_folder.File("images")));
        Assert.Null(ShardNames.Find(_folder.Path));
        Assert.Null(ShardNames.Find(_folder.File("nowhere")));
        Assert.Equal([_folder.File("shards/10.tar"), _folder.File("shards/2.tar")], ShardNames.Find(_folder.File("shards"))!);
        Assert.Equal(["nowhere.tar"], ShardNames.Find("nowhere.tar")!);
        _folder.Write("a{b", "");
        Assert.Equal([_folder.File("a{b")], ShardNames.Find(_folder.File("a{b"))!);
    }

    /// <summary>Cut anywhere, the file is refused, but behind the zero block that ends it.</summary>
    [Fact]
    public void Open_OfAnyPart_SaysWhereItEnds()
    {
        Tar.Touch(Shard, "cat/1.png", $"cat/{new string('x', 200)}.png", "cat/3.png");
        var whole = File.ReadAllBytes(Shard);
        const int Members = 1024 + 2048 + 1024; // the long name is a member of its own
        Assert.Equal(Members + 1024, whole.Length);
        for (var length = 0; length < Members + 512; length += length % 512 == 1 ? 510 : 1) // around every block's border
        {
            File.WriteAllBytes(Shard, whole[..length]);
            var begin = length < 512 + 9 ? 0 : length < 2560 + 208 ? 1024 : length < 3584 + 9 ? 3072 : 4096; // the first not whole
            Fails(
                $"{Shard} ends at byte {length}, in or before the member whose header begins at byte {begin}, or before the zero block that ends "
                + "a tar file; it is truncated, or whatever wrote it was stopped. Bring it again.");
        }
        File.WriteAllBytes(Shard, whole[..(Members + 512)]);
        Assert.Equal(3, Open("s.tar").Rows.Count);
    }

    [Fact]
    public void Open_OfADamagedHeader_NamesTheByte()
    {
        Tar.Touch(Shard, "cat/1.png", "cat/2.png");
        var bytes = File.ReadAllBytes(Shard);
        bytes[1024 + 148] = (byte)'x';
        File.WriteAllBytes(Shard, bytes);
        Assert.StartsWith($"{Shard}, byte 1024: found no header of a tar file (", Message("s.tar"), StringComparison.Ordinal);
        _folder.Write("s.tar", [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 37 + 1))]);
        Assert.StartsWith($"{Shard}, byte 0: found no header of a tar file (", Message("s.tar"), StringComparison.Ordinal);
        Assert.EndsWith("); it is damaged, compressed, or no tar file.", Message("s.tar"), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfALink_SaysHowToWriteFiles()
    {
        using (var writer = new TarWriter(File.Create(Shard)))
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "cat/1.png") { LinkName = "../1.png" });
        Fails($"{Shard}: cat/1.png is a link to ../1.png; expected files alone, as tar --dereference --hard-dereference writes them.");
    }

    [Theory]
    [InlineData("{0} tells no class of 1.png; expected 1.cls with its name or number, or the picture in a class folder.", "1.png")]
    [InlineData("{0} tells no class of train/1.png; expected train/1.cls with its name or number, or the picture in a class folder.", "train/1.png")]
    [InlineData("{0}, 1.cls: found '3', expected 0…2 or the name of a class.", "1.png", "1.cls=3")]
    [InlineData(
        "{0}, 1.cls: found the class 'cow', which is none of the model's 3 classes; the nearest are cat, dog, emu; rename it, or give the labels with --manifest.",
        "1.png", "1.cls=cow")]
    [InlineData(
        "{0} holds the class folder cats, which is none of the model's 3 classes; the nearest are cat, dog, emu; rename it, or give the labels with --manifest.",
        "cats/1.png")]
    [InlineData("{0} holds a/1.cls, but no picture a/1 (" + Endings + "); convert it, or leave both out.", "a/0.png", "a/1.cls=0", "a/1.heic")]
    [InlineData("Shard {0} holds no pictures (" + Endings + "); name only shards that do.", "1.cls=0", "1.npy")]
    [InlineData("{0} holds cat/1.png twice; expected each member once.", "cat/1.png", "cat/2.png", "./cat/1.png")]
    public void Open_OfABadShard_SaysWhatIsWrong(string message, params string[] members)
    {
        Tar.Touch(Shard, members);
        Fails(message.Replace("{0}", Shard, StringComparison.Ordinal));
    }

    [Fact]
    public void Open_OfALongClass_SaysSo()
    {
        Tar.Touch(Shard, "1.png", $"1.cls={new string('x', 1025)}");
        Fails($"{Shard}: 1.cls has 1025 bytes, expected the name or number of a class.");
    }

    [Fact]
    public void Open_OfFilesThatAreNotThereOrTwice_NamesThem()
    {
        Tar.Touch(Shard, "cat/1.png");
        Assert.Equal(
            $"There is no shard {_folder.Path}/t.tar; expected a tar file, or several by braces such as train-{{000..146}}.tar.", Message("{s,t}.tar"));
        Assert.Equal($"Shard {Shard} is named twice; expected each once.", Message("{s,s}.tar"));
    }

    [Fact]
    public void Open_OfOtherNamesThanUnnamedClasses_SaysWhatToDo()
    {
        Tar.Touch(Shard, "n1/1.png", "n2/2.png");
        Assert.Equal(
            $"Folder {_folder.Path} holds images of 2 classes; the model has 3 classes without names. "
            + "Name them in model.json's class_names, or give the labels with --manifest.",
            Assert.Throws<PipelineException>(() => ImageShards.Open([Shard], ["0", "1", "2"])).Message);
    }

    [Fact]
    public void Open_WithValLabels_TakesThemForValidationImagesWithoutClass()
    {
        Tar.Touch(_folder.File("ILSVRC2012_img_val.tar"), "v_2.JPEG", "v_1.JPEG", "v_3.JPEG", "v_3.cls=1");
        Tar.Touch(_folder.File("train.tar"), "dog/1.png");
        _folder.Write("val.txt", "cat\nemu\n");
        var list = SynsetList.Read(_folder.File("val.txt"));
        var source = ImageShards.Open([_folder.File("train.tar"), _folder.File("ILSVRC2012_img_val.tar")], Classes, valLabels: list);
        Assert.Equal(
            [
                "0 train.tar/dog/1.png 1 dog train", "1 ILSVRC2012_img_val.tar/v_2.JPEG 2 emu val",
                "2 ILSVRC2012_img_val.tar/v_1.JPEG 0 cat val", "3 ILSVRC2012_img_val.tar/v_3.JPEG 1 dog val",
            ],
            Lines(source));
    }

    [Fact]
    public void ImageFinder_FindsFilesAndMembers()
    {
        Tar.Touch(_folder.File("a/s.tar"), "cat/1.png", "./cat/2.png");
        _folder.Write("cat/3.png", "three");
        var finder = new ImageFinder(_folder.Path);
        Assert.Equal("cat/1.png", Content(finder.Find("a/s.tar/cat/1.png")!.Value));
        Assert.Equal("./cat/2.png", Content(finder.Find("a/s.tar/cat/2.png")!.Value));
        Assert.Equal("three", Content(finder.Find("cat/3.png")!.Value));
        Assert.Null(finder.Find("a/s.tar/cat/3.png"));
        Assert.Null(finder.Find("a/t.tar/cat/1.png"));
        Assert.Null(finder.Find("a/s.tar/../../cat/3.png"));
    }

    ImageSource Open(string pattern) => ImageShards.Open(ShardNames.Find(Path.Combine(_folder.Path, pattern))!, Classes);

    static IEnumerable<string> Lines(ImageSource source) =>
        source.Rows.Select(row => $"{row.ImageId} {row.Path} {row.Label} {row.ClassName} {row.Split}");

    static string Content(ImageFile file)
    {
        var bytes = File.ReadAllBytes(file.Path).AsSpan((int)file.Offset);
        return Encoding.UTF8.GetString(file.Length is { } length ? bytes[..(int)length] : bytes);
    }

    string Message(string pattern) => Assert.Throws<PipelineException>(() => Open(pattern)).Message;

    void Fails(string message) => Assert.Equal(message, Message("s.tar"));
}
