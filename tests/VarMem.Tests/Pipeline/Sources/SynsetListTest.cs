using VarMem.Pipeline;
using VarMem.Pipeline.Sources;

namespace VarMem.Tests.Pipeline.Sources;

public sealed class SynsetListTest : IDisposable
{
    const string Lines = "lines 'synset' in the ordinal order of the files, 'name synset' or 'name,synset'";

    readonly TempFolder _folder = new();

    string List => _folder.File("list.txt");

    public SynsetListTest()
    {
        foreach (var file in (string[])["train/n1/x.JPEG", "train/n2/y.JPEG", "val/v_3.JPEG", "val/v_1.JPEG", "val/v_2.JPEG"]) _folder.Write($"images/{file}", "");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("n2\nn1\nn2\n")]
    [InlineData("n2\r\nn1\r\n\r\nn2")]
    [InlineData("v_3.JPEG n2\nv_1.JPEG n2\nv_2.JPEG n1\n")]
    [InlineData("val/v_3.JPEG\tn2\nv_1 n2\nv_2.JPEG n1\n")]
    [InlineData("ImageId,PredictionString\nv_2,n1 85 1 499 272 \nv_3,n2 1 2 3 4 n2 5 6 7 8 \nv_1,n2 0 0 1 1 \n")]
    public void Open_WithValLabels_EqualsTheSameImagesInClassFolders(string list)
    {
        foreach (var file in (string[])["train/n1/x.JPEG", "train/n2/y.JPEG", "val/n2/v_1.JPEG", "val/n1/v_2.JPEG", "val/n2/v_3.JPEG"])
            _folder.Write($"sorted/{file}", "");
        var sorted = ImageFolder.Open(_folder.File("sorted"), ["n1", "n2", "n3"]).Rows;
        Assert.Equal(sorted.Select(Told), Open(list).Select(Told));
        Assert.Equal(["val/v_2.JPEG", "val/v_1.JPEG", "val/v_3.JPEG"], Open(list).Skip(2).Select(row => row.Path));
        Assert.All(Open(list), row => Assert.True(File.Exists(row.File.Path)));

        static (int, string, int?, string?, string?) Told(SourceImage row) =>
            (row.ImageId, Path.GetFileName(row.Path), row.Label, row.ClassName, row.Split);
    }

    [Fact]
    public void Open_OfAFlatFolderAlone_IsOfSplitVal()
    {
        _folder.Write("list.txt", "n2\nn1\nn2\n");
        var rows = ImageFolder.Open(_folder.File("images/val"), ["n1", "n2"], valLabels: SynsetList.Read(List)).Rows;
        Assert.Equal(["v_2.JPEG 0 val", "v_1.JPEG 1 val", "v_3.JPEG 1 val"], rows.Select(row => $"{row.Path} {row.Label} {row.Split}"));
    }

    [Theory]
    [InlineData("n2\nn1\n", "{0} lists 2 labels, but {1}/val holds 3 images; expected a line an image, in the ordinal order of their names.")]
    [InlineData("n2\nn1\nn9\n",
        "{0}, line 3: found the class n9, which is none of the model's 3 classes; the nearest are n1, n2, n3; rename it, or give the labels with --manifest.")]
    [InlineData("v_1 n1\n\nv_2 n1\n", "{0} has no line for v_3 of {1}/val; expected a line an image.")]
    [InlineData("v_7 n1\n", "{0} has no line for v_1 of {1}/val and 2 more; expected a line an image.")]
    [InlineData("v_1 n1\nv_2 n1\nv_3 n1\nv_4.JPEG n1\n",
        "{0}, line 4: found v_4, which is not in {1}/val; bring the images, or list some of them with --manifest.")]
    [InlineData("v_1 n1\nv_2 n1\nv_1.JPEG n1\n", "{0}, line 3: found v_1 again, which line 1 has already; expected each image once.")]
    [InlineData("n1\nv_2 n1\nn2\n", "{0}: found an image's name in only one of the lines 1 and 2; expected it in every line or in none.")]
    [InlineData("v_1 n1\nv_2 n1 n2\n", "{0}, line 2: found 'v_2 n1 n2', expected " + Lines + ".")]
    [InlineData("v_1,\n", "{0}, line 1: found 'v_1,', expected " + Lines + ".")]
    [InlineData(",n1\n", "{0}, line 1: found ',n1', expected " + Lines + ".")]
    [InlineData("490\n", "{0}, line 1: found the number 490, expected a synset such as n01440764: numbers count from 1 in one list, "
        + "from 0 in another and in different orders. A manifest takes labels as the model counts them.")]
    [InlineData("\n", "{0} lists no labels; expected " + Lines + ".")]
    public void Open_OfABadList_SaysWhere(string list, string message) => Assert.Equal(
        message.Replace("{0}", List, StringComparison.Ordinal).Replace("{1}", _folder.File("images"), StringComparison.Ordinal),
        Assert.Throws<PipelineException>(() => Open(list)).Message);

    [Fact]
    public void Read_OfNoFile_SaysSo() => Assert.Equal(
        $"There is no list of labels {List}; expected {Lines}.", Assert.Throws<PipelineException>(() => SynsetList.Read(List)).Message);

    [Fact]
    public void Open_WithoutValidationImages_SaysSo()
    {
        Directory.Delete(_folder.File("images/val"), recursive: true);
        Assert.Equal(
            $"Folder {_folder.Path}/images holds no folder val, whose images --val-labels is for; drop it.",
            Assert.Throws<PipelineException>(() => Open("n1\n")).Message);
    }

    [Fact]
    public void Open_OfClassFoldersBesides_NamesOne()
    {
        _folder.Write("images/val/n1/x.png", "");
        Assert.StartsWith(
            $"Class folder {_folder.Path}/images/val holds the folder n1; expected image files alone",
            Assert.Throws<PipelineException>(() => Open("n1\nn1\nn1\n")).Message, StringComparison.Ordinal);
    }

    IReadOnlyList<SourceImage> Open(string list)
    {
        _folder.Write("list.txt", list);
        return ImageFolder.Open(_folder.File("images"), ["n1", "n2", "n3"], valLabels: SynsetList.Read(List)).Rows;
    }
}
