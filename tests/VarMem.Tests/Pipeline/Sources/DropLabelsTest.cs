using VarMem.Pipeline;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Sources;

public class DropLabelsTest
{
    static readonly LabelDropOptions Options = new() { NullClass = 9, Augmentations = 8 };

    [Theory]
    [InlineData(0, 0), InlineData(1, 8)]
    public void Labels_AtTheEnds_AreAllKeptOrAllDropped(double probability, int dropped)
    {
        foreach (var labels in Labels(Options with { Probability = probability }))
            Assert.Equal([.. Enumerable.Repeat(9L, dropped), .. Enumerable.Repeat(4L, 8 - dropped)], labels);
    }

    /// <summary>8,000 draws at 0.1: within four standard deviations of 800; at least one drop in 57 % of the images.</summary>
    [Fact]
    public void Labels_AreDroppedAsOftenAsAsked()
    {
        var labels = Labels(Options with { Probability = 0.1 });
        Assert.InRange(labels.Sum(crops => crops.Count(label => label == 9)), 693, 907);
        Assert.InRange(labels.Count(crops => crops.Contains(9L)), 507, 633);
    }

    [Fact]
    public void Labels_FollowFromSeedPathAndCrop()
    {
        var options = Options with { Probability = 0.5, Seed = 3 };
        Assert.Equal(Labels(options), Labels(options));
        Assert.Equal(Labels(options)[500], Labels(options, first: 500)[0]);
        Assert.NotEqual(Labels(options), Labels(options with { Seed = 4 }));
        Assert.True(Labels(options).Select(crops => string.Join(' ', crops)).Distinct().Count() > 200); // of 256, each crop on its own
    }

    [Fact]
    public void Labels_DroppedAtALowerProbability_AreDroppedAtAHigher()
    {
        foreach (var (few, many) in Labels(Options with { Probability = 0.2 }).Zip(Labels(Options with { Probability = 0.6 })))
            Assert.All(few.Zip(many), pair => Assert.True(pair.First == 4 || pair.Second == 9));
    }

    static List<long[]> Labels(LabelDropOptions options, int first = 0)
    {
        var rows = Enumerable.Range(first, 1000 - first)
            .Select((name, id) => new SourceImage(id, $"{name}.png", $"{name}.png", 4, "food", null, null)).ToArray();
        using var cursor = new DropLabels(options).Transform(new ImageSource("", rows)).GetRowCursor(Columns.CropLabels);
        var getter = cursor.GetGetter<VBuffer<long>>(Columns.CropLabels);
        var (labels, value) = (new List<long[]>(), new VBuffer<long>());
        while (cursor.MoveNext())
        {
            getter(ref value!);
            labels.Add(value.GetValues().ToArray());
        }
        return labels;
    }
}
