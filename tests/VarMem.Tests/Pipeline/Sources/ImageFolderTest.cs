using VarMem.Pipeline;
using VarMem.Pipeline.Sources;

namespace VarMem.Tests.Pipeline.Sources;

public sealed class ImageFolderTest : IDisposable
{
    const string Layout = "DIR/CLASS/* or DIR/{train,val}/CLASS/*";
    const string Endings = ".jpg, .jpeg, .png, .webp, .gif, .tif, .tiff";

    static readonly string[] EmojiClasses =
        ["activities", "animals", "flags", "food", "objects", "people", "smileys", "symbols", "travel"];

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WithoutLabels_TakesLooseImagesAndClassFolders()
    {
        Touch("b.png", "a.png", "flags/1.png", "notes.txt");
        Assert.Equal(
            ["a.png, , ", "b.png, , ", "flags/1.png, 0, flags"],
            ImageFolder.Open(_folder.Path, labelled: false).Rows.Select(row => $"{row.Path}, {row.Label}, {row.ClassName}"));
        Assert.Equal(["flags/1.png"], ImageFolder.Open(_folder.Path).Rows.Select(row => row.Path)); // as PyTorch's DatasetFolder
    }

    [Fact]
    public void Open_OfSplits_OrdersBySplitClassAndPath()
    {
        Touch("val/b/1.png", "val/a/9.png", "train/b/B.JPEG", "train/b/a.gif", "train/c/x.webp", "train/b/notes.txt", "train/.hidden/x");
        Assert.Equal(
            [
                new(0, "train/b/B.JPEG", _folder.File("train/b/B.JPEG"), 1, "b", "train", null),
                new(1, "train/b/a.gif", _folder.File("train/b/a.gif"), 1, "b", "train", null),
                new(2, "train/c/x.webp", _folder.File("train/c/x.webp"), 2, "c", "train", null),
                new(3, "val/a/9.png", _folder.File("val/a/9.png"), 0, "a", "val", null),
                new(4, "val/b/1.png", _folder.File("val/b/1.png"), 1, "b", "val", null),
            ],
            ImageFolder.Open(_folder.Path).Rows);
    }

    [Fact]
    public void Open_OfClasses_HasNoSplit()
    {
        Touch("train/1.png", "car/2.png");
        Assert.Equal(
            [
                new(0, "car/2.png", _folder.File("car/2.png"), 0, "car", null, null),
                new(1, "train/1.png", _folder.File("train/1.png"), 1, "train", null, null),
            ],
            ImageFolder.Open(_folder.Path).Rows);
    }

    [Fact]
    public void Open_OfTheEmojiImages_EqualsTheirManifestButForTheOrder()
    {
        var folder = ImageFolder.Open(Repository.File("models", "emoji", "images"), EmojiClasses).Rows;
        var manifest = ImageManifest.Open(Repository.File("models", "emoji", "manifest.csv"), classCount: 9).Rows;
        Assert.Equal(1540, folder.Count);
        Assert.Equal(
            manifest.OrderBy(row => row.Path, StringComparer.Ordinal).Select(row => row with { ImageId = 0, TrainRepeats = null, Canary = null }),
            folder.OrderBy(row => row.Path, StringComparer.Ordinal).Select(row => row with { ImageId = 0 }));
    }

    [Fact]
    public void Open_OfNoFolder_SaysSo() => Fails(
        $"There is no folder {_folder.Path}/none; expected a folder of images, {Layout}.", Path.Combine(_folder.Path, "none"));

    [Fact]
    public void Open_OfAnEmptyFolder_SaysWhatIsExpected() => Fails($"Folder {_folder.Path} holds no class folders; expected {Layout}.");

    [Fact]
    public void Open_OfASplitWithoutClasses_NamesIt()
    {
        Touch("train/a/1.png", "val/notes.txt");
        Fails($"Folder {_folder.Path}/val holds no class folders; expected {Layout}.");
    }

    [Fact]
    public void Open_OfAClassWithoutImages_NamesIt()
    {
        Touch("a/1.png", "b/notes.txt");
        Fails($"Class folder {_folder.Path}/b holds no images ({Endings}); remove it, or put its images in. Expected {Layout}.");
    }

    [Fact]
    public void Open_OfAFolderInAClass_NamesIt()
    {
        Touch("train/a/1.png", "val/a/1.png", "test/a/1.png");
        Fails($"Class folder {_folder.Path}/test holds the folder a; expected image files alone, {Layout}.");
    }

    [Theory]
    [InlineData("2.heic")]
    [InlineData("2.bmp")]
    [InlineData("2.PPM")]
    public void Open_OfAnUnknownEnding_NamesTheFile(string name)
    {
        Touch("a/1.png", $"a/{name}");
        Fails($"Class folder {_folder.Path}/a holds {name}, which has no image's ending ({Endings}); move it elsewhere, or convert it.");
    }

    [Fact]
    public void Open_OfSomeOfTheModelsClasses_TakesTheModelsLabels()
    {
        Touch("train/travel/1.png", "train/flags/1.png", "val/food/1.png");
        Assert.Equal([(0, 2, "flags"), (1, 8, "travel"), (2, 3, "food")], Labels(EmojiClasses));
    }

    [Fact]
    public void Open_OfNamesInAnotherOrder_TakesTheModelsLabels()
    {
        Touch("a/1.png", "b/1.png");
        Assert.Equal([(0, 1, "a"), (1, 0, "b")], Labels(["b", "a"]));
    }

    [Fact]
    public void Open_OfAnUnknownClass_NamesTheNearest()
    {
        Touch("flags/1.png", "foods/1.png");
        Fails(
            $"Folder {_folder.Path} holds the class folder foods, which is none of the model's 9 classes; "
            + "the nearest are food, flags, people; rename it, or give the labels with --manifest.",
            classNames: EmojiClasses);
    }

    [Fact]
    public void Open_OfANameThatTwoClassesHave_NamesBoth()
    {
        Touch("crane/1.png");
        Fails(
            $"Folder {_folder.Path} holds the class folder crane, which is the name of the model's classes 0 and 2; "
            + "give the labels with --manifest.",
            classNames: ["crane", "drake", "crane"]);
    }

    [Fact]
    public void Open_OfAsManyFoldersAsUnnamedClasses_TakesTheirOrdinalOrder()
    {
        Touch("c/1.png", "a/1.png", "B/1.png");
        Assert.Equal([(0, 0, "B"), (1, 1, "a"), (2, 2, "c")], Labels(Numbers(3)));
    }

    [Fact]
    public void Open_OfNumbersOfUnnamedClasses_TakesTheNumbers()
    {
        Touch("10/1.png", "2/1.png");
        Assert.Equal([(0, 10, "10"), (1, 2, "2")], Labels(Numbers(12)));
        Touch([.. Numbers(12).Select(number => $"{number}/1.png")]);
        Assert.All(Labels(Numbers(12)), row => Assert.Equal(row.ClassName, $"{row.Label}"));
    }

    [Theory]
    [InlineData("a/1.png", "b/1.png")]
    [InlineData("0/1.png", "3/1.png")]
    [InlineData("0/1.png", "01/1.png")]
    public void Open_OfOtherFoldersThanUnnamedClasses_SaysWhatToDo(params string[] files)
    {
        Touch(files);
        Fails(
            $"Folder {_folder.Path} holds images of 2 classes; the model has 3 classes without names. "
            + "Name them in model.json's class_names, or give the labels with --manifest.",
            classNames: Numbers(3));
    }

    static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(number => $"{number}")];

    IEnumerable<(int ImageId, int? Label, string? ClassName)> Labels(string[] classNames) =>
        ImageFolder.Open(_folder.Path, classNames).Rows.Select(row => (row.ImageId, row.Label, row.ClassName));

    void Fails(string message, string? folder = null, string[]? classNames = null) =>
        Assert.Equal(message, Assert.Throws<PipelineException>(() => ImageFolder.Open(folder ?? _folder.Path, classNames)).Message);

    void Touch(params string[] files)
    {
        foreach (var file in files) _folder.Write(file, "");
    }
}
