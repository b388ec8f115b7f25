using FsCheck;
using FsCheck.Fluent;
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

    /// <summary>The definition: of each class and split the images that draw lowest.</summary>
    [Fact]
    public void Apply_OfARandomSample_TakesTheLowestDraws() => Prop.ForAll(
        Gen.Choose(0, 3).ListOf(40).Zip(Gen.Choose(1, 6)).ToArbitrary(),
        drawn =>
        {
            var (labels, count) = drawn;
            var source = Rows([.. labels.Take(25)], [.. labels.Skip(25)]);
            var expected = source.Rows
                .GroupBy(row => (row.Split, row.Label))
                .SelectMany(rows => rows.OrderBy(row => SeededHash.Draw("sample", 5, row.Path, 0).First).Take(count))
                .Select(row => row.ImageId).Order();
            Assert.Equal(expected, new Selection { PerClass = count, SampleSeed = 5 }.Apply(source).Column<int>(Columns.ImageId));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Apply_OfARandomSample_GrowsAndIgnoresOtherClasses()
    {
        var source = Rows([.. Enumerable.Range(0, 60).Select(i => i % 3)], []);
        for (var count = 1; count < 20; count++)
        {
            var (smaller, larger) = (Sample(source, new() { PerClass = count }), Sample(source, new() { PerClass = count + 1 }));
            Assert.Equal((3 * count, 3 * count + 3), (smaller.Count, larger.Count));
            Assert.Subset(larger.ToHashSet(), smaller.ToHashSet());
            Assert.Equal(smaller.Where(id => id % 3 == 1), Sample(source, new() { Classes = ["1"], PerClass = count }));
            Assert.Equal(smaller, Sample(source, new() { Limit = 3 * count })); // spread evenly, the same
            Assert.Subset(larger.ToHashSet(), Sample(source, new() { Limit = 3 * count + 1 }).ToHashSet());
        }
        Assert.NotEqual(Sample(source, new() { PerClass = 5 }), Sample(source, new() { PerClass = 5 }, seed: 1));
    }

    /// <summary>Of 2,000 seeds each of 10 images is drawn by a fifth: 400, deviation √(2000·0.2·0.8) = 17.9.</summary>
    [Fact]
    public void Apply_OfARandomSample_DrawsEachImageAsOften()
    {
        var source = Rows([.. Enumerable.Repeat(0, 10)], []);
        var counts = Enumerable.Range(0, 2000).SelectMany(seed => Sample(source, new() { PerClass = 2 }, seed)).CountBy(id => id).ToArray();
        Assert.Equal(10, counts.Length);
        Assert.All(counts, count => Assert.InRange(count.Value, 400 - 5 * 18, 400 + 5 * 18));
    }

    /// <summary>Where not every class gets one, the classes are drawn too.</summary>
    [Fact]
    public void Apply_OfARandomLimitBelowTheClasses_DrawsAmongThem()
    {
        var source = Rows([.. Enumerable.Range(0, 30)], []);
        Assert.Equal(30, Enumerable.Range(0, 500).SelectMany(seed => Sample(source, new() { Limit = 3 }, seed)).Distinct().Count());
    }

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

    static List<int> Sample(ImageSource source, Selection selection, long seed = 0) =>
        (selection with { SampleSeed = seed }).Apply(source).Column<int>(Columns.ImageId);

    static List<int> Ids(Selection selection) => selection.Apply(Source).Column<int>(Columns.ImageId);

    static ImageSource Rows(int[] train, int[] val) => new("",
    [
        .. train.Select(label => (label, "train")).Concat(val.Select(label => (label, "val")))
            .Select((row, i) => new SourceImage(i, $"{i}", $"{i}", row.label, $"class {row.label}", row.Item2, null)),
    ]);
}
