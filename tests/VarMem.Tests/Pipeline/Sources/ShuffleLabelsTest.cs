using VarMem.Pipeline;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Sources;

public class ShuffleLabelsTest
{
    const int Classes = 9, Augmentations = 8;

    static readonly LabelDropOptions NoDrop = new() { NullClass = Classes, Augmentations = Augmentations };

    [Fact]
    public void Labels_AreOneOtherClassForAllCrops()
    {
        foreach (var own in (int[])[0, 4, Classes - 1])
            foreach (var labels in Labels(own))
            {
                Assert.Equal(Augmentations, labels.Length);
                Assert.Equal(labels[0], Assert.Single(labels.Distinct()));
                Assert.InRange(labels[0], 0, Classes - 1);
                Assert.NotEqual(own, labels[0]);
            }
    }

    /// <summary>χ² with 7 degrees of freedom of 4,000 draws: above 24.3 once in a thousand; the seed is fixed, so always or never.</summary>
    [Theory]
    [InlineData(0), InlineData(4), InlineData(8)]
    public void Labels_AreAllOtherClassesAlike(int own)
    {
        var counts = Labels(own, images: 4000).CountBy(labels => labels[0]).ToDictionary();
        Assert.Equal(Classes - 1, counts.Count);
        var expected = 4000.0 / (Classes - 1);
        Assert.InRange(counts.Values.Sum(count => (count - expected) * (count - expected) / expected), 0, 24.3);
    }

    [Fact]
    public void Labels_OfTwoClasses_AreTheOther()
    {
        var options = new LabelShuffleOptions { ClassCount = 2 };
        Assert.Equal((1, 0), (ShuffleLabels.Other(options, "a.png", 0), ShuffleLabels.Other(options, "a.png", 1)));
    }

    [Fact]
    public void Labels_FollowFromSeedAndPath()
    {
        Assert.Equal(Labels(4, seed: 3), Labels(4, seed: 3));
        Assert.Equal(Labels(4, seed: 3)[500], Labels(4, seed: 3, first: 500)[0]);
        var changed = Labels(4, seed: 3).Zip(Labels(4, seed: 4)).Count(pair => pair.First[0] != pair.Second[0]);
        Assert.InRange(changed, 833, 917); // of 1,000, 7/8 within four standard deviations
    }

    [Fact]
    public void Labels_ThatWereDropped_StayDropped()
    {
        var drop = NoDrop with { Probability = 0.5 };
        foreach (var (alone, dropped, both) in Labels(4).Zip(Labels(4, drop, shuffle: false), Labels(4, drop)))
            Assert.Equal(dropped.Zip(alone, (label, other) => label == Classes ? Classes : other), both);
    }

    static List<long[]> Labels(int own, LabelDropOptions? drop = null, int images = 1000, int first = 0, long seed = 0, bool shuffle = true)
    {
        var rows = Enumerable.Range(first, images - first)
            .Select((name, id) => new SourceImage(id, $"{name}.png", $"{name}.png", own, "food", null, null)).ToArray();
        var view = new DropLabels(drop ?? NoDrop).Transform(new ImageSource("", rows));
        if (shuffle) view = new ShuffleLabels(new() { ClassCount = Classes, Seed = seed }).Transform(view);
        using var cursor = view.GetRowCursor(Columns.CropLabels);
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
