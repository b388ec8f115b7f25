using VarMem.Analysis.Statistics.Inference;

namespace VarMem.Tests.Analysis.Statistics.Inference;

public class CrossFitTest
{
    [Fact]
    public void Deal_EvenWithinSideAndClass()
    {
        bool[] isPositive = [.. Enumerable.Range(0, 97).Select(image => image % 4 == 0)];
        int[] classes = [.. Enumerable.Range(0, 97).Select(image => image % 7 / 2)];
        var folds = CrossFit.Deal(isPositive, classes, "test", 0);
        foreach (var group in Enumerable.Range(0, 97).GroupBy(image => (isPositive[image], Class: -1))
            .Concat(Enumerable.Range(0, 97).GroupBy(image => (isPositive[image], Class: classes[image]))))
        {
            int[] sizes = [.. Enumerable.Range(0, CrossFit.Folds).Select(fold => group.Count(image => folds[image] == fold))];
            Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
        }
        Assert.Equal(folds, CrossFit.Deal(isPositive, classes, "test", 0));
        Assert.NotEqual(folds, CrossFit.Deal(isPositive, classes, "test", 1));
    }

    /// <summary>Changing an image's side changes the odds of the images of other folds alone.</summary>
    [Fact]
    public void LogOdds_AreOfARegressionWithoutTheImage()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(image => Math.Sin(7 * image))];
        bool[] isPositive = [.. Enumerable.Range(0, 40).Select(image => Math.Sin(7 * image) + Math.Sin(image * image) > 0)];
        int[] folds = [.. Enumerable.Range(0, 40).Select(image => image % CrossFit.Folds)];
        var before = CrossFit.LogOdds([x], isPositive, folds);
        isPositive[3] = !isPositive[3];
        var after = CrossFit.LogOdds([x], isPositive, folds);
        Assert.All(Enumerable.Range(0, 40), image => Assert.Equal(folds[image] == 3, before[image] == after[image]));
    }
}
