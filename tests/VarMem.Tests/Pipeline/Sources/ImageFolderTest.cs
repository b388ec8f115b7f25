using VarMem.Pipeline;
using VarMem.Pipeline.Sources;

namespace VarMem.Tests.Pipeline.Sources;

public sealed class ImageFolderTest : IDisposable
{
    const string Layout = "DIR/CLASS/* or DIR/{train,val}/CLASS/*";
    const string Endings = ".jpg, .jpeg, .png, .webp, .bmp, .gif, .tif, .tiff, .ppm";

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
        var folder = ImageFolder.Open(Repository.File("models", "emoji", "images"), classCount: 9).Rows;
        var manifest = ImageManifest.Open(Repository.File("models", "emoji", "manifest.csv"), classCount: 9).Rows;
        Assert.Equal(1540, folder.Count);
        Assert.Equal(
            manifest.OrderBy(row => row.Path, StringComparer.Ordinal).Select(row => row with { ImageId = 0, TrainRepeats = null }),
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

    [Fact]
    public void Open_OfAnUnknownEnding_NamesTheFile()
    {
        Touch("a/1.png", "a/2.heic");
        Fails($"Class folder {_folder.Path}/a holds 2.heic, which has no image's ending ({Endings}); move it elsewhere, or convert it.");
    }

    [Fact]
    public void Open_OfMoreClassesThanTheModelKnows_SaysSo()
    {
        Touch("a/1.png", "b/1.png", "c/1.png");
        Assert.Equal(
            $"Folder {_folder.Path} holds 3 classes; the model knows 2.",
            Assert.Throws<PipelineException>(() => ImageFolder.Open(_folder.Path, classCount: 2)).Message);
    }

    void Fails(string message, string? folder = null) =>
        Assert.Equal(message, Assert.Throws<PipelineException>(() => ImageFolder.Open(folder ?? _folder.Path)).Message);

    void Touch(params string[] files)
    {
        foreach (string file in files) _folder.Write(file, "");
    }
}
