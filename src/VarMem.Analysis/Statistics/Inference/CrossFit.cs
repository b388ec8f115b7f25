using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>Every image judged by a regression that has not seen it.</summary>
static class CrossFit
{
    public const int Folds = 5;

    /// <summary>The fold of each image, 0…4, dealt in random order within class and side, on from where the class before ended.</summary>
    public static int[] Deal(bool[] isPositive, int[] classes, string purpose, long seed)
    {
        var generator = new Generator(purpose, seed, 0);
        var folds = new int[isPositive.Length];
        foreach (var side in Enumerable.Range(0, folds.Length).GroupBy(image => isPositive[image]))
        {
            var next = 0;
            foreach (var members in side.GroupBy(image => classes[image]).OrderBy(group => group.Key))
            {
                var shuffled = members.ToArray();
                generator.Choose<int>(shuffled, shuffled.Length);
                foreach (var image in shuffled)
                    folds[image] = next++ % Folds;
            }
        }
        return folds;
    }

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
