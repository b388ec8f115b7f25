using VarMem.Analysis.Statistics.Inference;

namespace VarMem.Tests.Analysis.Statistics.Inference;

public class CrossFitTest
{
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
