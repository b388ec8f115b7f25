using VarMem.Pipeline;
using VarMem.Pipeline.Sources;
using VarMem.Tests.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Sources;

public class SelectionTest
{
    // Labels of the train rows 0…7, then of the val rows 8…11.
    static readonly ImageSource Source = Rows([0, 0, 0, 0, 1, 1, 2, 2], [2, 1, 1, 0]);

    [Fact]
    public void Apply_OfNothing_KeepsTheView() => Assert.Same(Source, new Selection().Apply(Source));

    [Fact]
    public void Apply_OfLimit_SpreadsEachSplitOverItsClasses()
    {
        Assert.Equal([0, 4, 9, 11], Ids(new() { Limit = 2 }));
        Assert.Equal([0, 4, 6, 8, 9, 11], Ids(new() { Limit = 3 }));
        Assert.Equal([0, 1, 4, 5, 6, 8, 9, 10, 11], Ids(new() { Limit = 5 }));
        Assert.Equal(Enumerable.Range(0, 12), Ids(new() { Limit = 100 }));
    }

    [Fact]
    public void Apply_OfPerClass_TakesTheFirstOfEachClassInEachSplit() =>
        Assert.Equal([0, 1, 4, 5, 6, 7, 8, 9, 10, 11], Ids(new() { PerClass = 2 }));

    [Fact]
    public void Apply_OfClasses_TakesNamesAndNumbers() => Assert.Equal([4, 5, 6, 7, 8, 9, 10], Ids(new() { Classes = ["class 1", "2"] }));

    [Fact]
    public void Apply_OfAll_TakesWhatSatisfiesEach() =>
        Assert.Equal([4, 6, 8, 9], Ids(new() { Classes = ["1", "2"], PerClass = 1, Limit = 2 }));

    /// <summary>A manifest for a network that takes no labels may tell classes by name alone.</summary>
    [Fact]
    public void Apply_WithoutLabels_GoesByTheClassesNames()
    {
        string[] classes = ["cat", "cat", "dog", "dog"];
        var source = new ImageSource("", [.. classes.Select((name, i) => new SourceImage(i, $"{i}", $"{i}", null, name, null, null))]);
        Assert.Equal([2, 3], new Selection { Classes = ["dog"] }.Apply(source).Column<int>(Columns.ImageId));
        Assert.Equal([0, 2], new Selection { PerClass = 1 }.Apply(source).Column<int>(Columns.ImageId));
        Assert.Equal([0, 2], new Selection { Limit = 2 }.Apply(source).Column<int>(Columns.ImageId));
    }

    [Fact]
    public void Apply_OfANameThatIsANumber_GoesBeforeTheNumber()
    {
        var source = new ImageSource("", [new(0, "a", "a", 0, "1", null, null), new(1, "b", "b", 1, "0", null, null)]);
        Assert.Equal([1], new Selection { Classes = ["0"] }.Apply(source).Column<int>(Columns.ImageId));
    }

    [Theory]
    [InlineData("clas 2", "There is no class clas 2 among the 3 classes; the nearest are class 2, class 0, class 1.")]
    [InlineData("3", "There is no class 3 among the 3 classes; the nearest are class 0, class 1, class 2.")]
    public void Apply_OfAnUnknownClass_NamesTheNearest(string name, string message) =>
        Assert.Equal(message, Assert.Throws<PipelineException>(() => Ids(new() { Classes = [name] })).Message);

    [Fact]
    public void Apply_OfAnEndlessClass_NamesNoNearest()
    {
        var name = new string('x', 201);
        Assert.Equal(
            $"There is no class {name} among the 3 classes.",
            Assert.Throws<PipelineException>(() => Ids(new() { Classes = [name] })).Message);
    }

    static List<int> Ids(Selection selection) => selection.Apply(Source).Column<int>(Columns.ImageId);

    static ImageSource Rows(int[] train, int[] val) => new("",
    [
        .. train.Select(label => (label, "train")).Concat(val.Select(label => (label, "val")))
            .Select((row, i) => new SourceImage(i, $"{i}", $"{i}", row.label, $"class {row.label}", row.Item2, null)),
    ]);
}
