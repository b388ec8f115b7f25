using VarMem.Pipeline;
using VarMem.Pipeline.Sources;

namespace VarMem.Tests.Pipeline.Sources;

public sealed class ImageManifestTest : IDisposable
{
    readonly TempFolder _folder = new();

    string File => _folder.File("m.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_OfEmoji_TakesPathsBelowImages()
    {
        var rows = ImageManifest.Open(Repository.File("models", "emoji", "manifest.csv"), classCount: 9).Rows;
        Assert.Equal(1540, rows.Count);
        var file = Repository.File("models", "emoji", "images", "train", "activities", "mahjong.png");
        Assert.Equal(new(0, "train/activities/mahjong.png", file, 0, "activities", "train", 1, false), rows[0]);
        Assert.Equal(27, rows.Count(row => row.TrainRepeats == 10));
        Assert.Equal(rows.Select(row => row.TrainRepeats == 10), rows.Select(row => row.Canary!.Value));
        Assert.Equal(770, rows.Count(row => row.Split == "val"));
    }

    [Fact]
    public void Open_OfRequiredColumnsAlone_LeavesTheOthersOut() =>
        Assert.Equal([new(0, "x.png", _folder.File("x.png"), 4, "4", null, null)], Rows("label,path\n4,x.png\n"));

    [Fact]
    public void Open_OfEmptyFields_LeavesThemOut() => Assert.Equal(
        [new(0, "x.png", _folder.File("x.png"), 4, "4", null, null)],
        Rows("path,label,class,split,repeats,note\nx.png,4,,,,any"));

    [Fact]
    public void Open_OfQuotedFields_ReadsThem() => Assert.Equal(
        [
            new(0, "a, \"b\"\nc.png", _folder.File("a, \"b\"\nc.png"), 0, "dogs, cats", "val", 2, true),
            new(1, "d.png", _folder.File("d.png"), 1, "e", "train", 0, false),
        ],
        Rows("path,label,class,split,repeats\r\n\"a, \"\"b\"\"\nc.png\",0,\"dogs, cats\",val,2\r\n\r\n\"d.png\",1,e,train,0\r\n"));

    [Theory]
    [InlineData("canary,train_repeats", "true,0;FALSE,10;1,;0,;Yes,1;nO,2", "True,False,True,False,True,False")] // as given
    [InlineData("repeats,canary", "0,;1,;2,;,", "False,False,True,")] // else by the repeats, where they are known
    [InlineData("train_repeats,note", "1,x;10,y;,z", "False,True,")]
    [InlineData("note,class", "x,a", "")]
    public void Open_OfCanaries_TakesThemAsGivenElseByTheRepeats(string columns, string rows, string expected)
    {
        var lines = rows.Split(';').Select((row, i) => $"{i}.png,0,{row}\n");
        Assert.Equal(expected.Split(','), Rows($"path,label,{columns}\n{string.Concat(lines)}").Select(row => $"{row.Canary}"));
    }

    [Fact]
    public void Open_OfAnImagesFolder_NamesImagesFromThere()
    {
        _folder.Write("m.csv", "path,label\nimages/a/x.png,0\nimages/y.png,0\n");
        Assert.Equal(["a/x.png", "y.png"], ImageManifest.Open(File).Rows.Select(row => row.Path));
        Assert.Equal(["images/a/x.png", "images/y.png"], ImageManifest.Open(File, _folder.Path).Rows.Select(row => row.Path));
        Assert.Equal(["x.png", "../y.png"], ImageManifest.Open(File, _folder.File("images/a")).Rows.Select(row => row.Path));
    }

    [Fact]
    public void Open_OfPathsNotAllInImages_NamesThemFromTheManifest() =>
        Assert.Equal(["images/x.png", "y.png"], Rows("path,label\nimages/x.png,0\n./y.png,0\n").Select(row => row.Path));

    [Theory]
    [InlineData("path,label\nx.png,0\ny.png,9", "line 3: found label '9', expected 0…8.")]
    [InlineData("path,label\nx.png,-1", "line 2: found label '-1', expected 0…8.")]
    [InlineData("path,label\nx.png,cat", "line 2: found label 'cat', expected 0…8.")]
    [InlineData("path,label\n,3", "line 2: found path '', expected a path.")]
    [InlineData("path,label\nx.png,0\na\0b.png,3", "line 3: found path 'a\\0b.png', expected a path without NUL characters.")]
    [InlineData("path,label\n\"a\nb\",0\nx.png", "line 4: found 1 fields, expected 2: path,label.")]
    [InlineData("path,label,split\nx.png,0,test", "line 2: found split 'test', expected train, val or nothing.")]
    [InlineData("path,label,repeats\nx.png,0,1.5", "line 2: found repeats '1.5', expected a whole number from 0.")]
    [InlineData("path,label,canary\nx.png,0,no\ny.png,0,maybe", "line 3: found canary 'maybe', expected true, false, 1, 0, yes, no or nothing.")]
    [InlineData("repeats,path,label,train_repeats\n1,x.png,0,1",
        "line 1: found the columns train_repeats, repeats, which are two names of one; keep one of them.")]
    [InlineData("path,label\nx.png,0\ny.png,0\nx.png,1", "line 4: found x.png again, which line 2 has already; expected each image once.")]
    [InlineData("file,label\nx.png,0", "line 1: found the columns file, label, but no path; path and label are required.")]
    [InlineData("path,label\n\"x.png,0\n", "line 2: a quoted field starts here and does not end; expected a closing \".")]
    [InlineData(
        "path,label\n\"x\".png,0\n",
        "line 2: found text behind a closing \"; expected a comma or the line's end (a quote in a field is doubled).")]
    public void Open_OfABadRow_NamesLineFoundAndExpected(string text, string message) => Fails(text, $"{File}, {message}");

    [Theory]
    [InlineData("")]
    [InlineData("path,label\n")]
    public void Open_OfNoRows_SaysWhatIsExpected(string text) => Fails(
        text, $"Manifest {File} lists no images; expected the header path,label,class,split,train_repeats and a row an image.");

    [Fact]
    public void Open_OfNoFile_SaysSo() =>
        Assert.Equal($"There is no manifest {File}.", Assert.Throws<PipelineException>(() => ImageManifest.Open(File)).Message);

    IReadOnlyList<SourceImage> Rows(string text)
    {
        _folder.Write("m.csv", text);
        return ImageManifest.Open(File).Rows;
    }

    void Fails(string text, string message)
    {
        _folder.Write("m.csv", text);
        Assert.Equal(message, Assert.Throws<PipelineException>(() => ImageManifest.Open(File, classCount: 9)).Message);
    }
}
