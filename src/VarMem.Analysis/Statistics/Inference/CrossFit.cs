using VarMem.Analysis.Statistics.Scores;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>Every image judged by a regression that has not seen it.</summary>
static class CrossFit
{
    public const int Folds = NestedChoice.Folds;

    /// <summary>Log odds of each image, by a logistic regression on the four folds that it is not in.</summary>
    public static double[] LogOdds(double[][] columns, bool[] isPositive, int[] folds)
    {
        var odds = new double[isPositive.Length];
        Parallel.For(0, Folds, fold =>
        {
            int[] known = [.. Rows(image => folds[image] != fold)], judged = [.. Rows(image => folds[image] == fold)];
            var fitted = LogisticRegression.Fit(columns.Of(known), Array.ConvertAll(known, image => isPositive[image])).Of(columns.Of(judged));
            foreach (var (i, image) in judged.Index())
                odds[image] = fitted[i];
        });
        return odds;

        IEnumerable<int> Rows(Func<int, bool> chosen) => Enumerable.Range(0, isPositive.Length).Where(chosen);
    }
}
