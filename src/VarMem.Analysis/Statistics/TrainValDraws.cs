using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics;

/// <summary>Tables train_val_draws and train_val_permutation: the permutation test and the bootstrap of training against validation.</summary>
static class TrainValDraws
{
    public static void Fill(Measurements measured)
    {
        var (connection, options) = (measured.Connection, measured.Options);
        var weights = OwnerWeights.Read(connection, measured.Images);
        if (weights.Groups.Count == 0)
            return;
        var observed = weights.Observed();
        var permuted = weights.Permuted(options.Permutations, options.Seed);
        var resampled = weights.Resampled(options.Permutations, options.Seed);
        connection.Append("train_val_draws", weights.Groups.Index().SelectMany(group => Rows(group.Item, group.Index)));
        connection.Append("train_val_permutation",
            from compared in weights.Groups.Index()
            where compared.Item.Grouping == "overall"
            from draw in TrainShare(permuted, compared.Index, weights.UnitsElsewhere(compared.Index)).Index()
            select new object?[] { compared.Item.Part, compared.Item.UnitSet, draw.Index, draw.Item });

        IEnumerable<object?[]> Rows(OwnerGroup group, int g)
        {
            var elsewhere = weights.UnitsElsewhere(g);
            object?[] key = [group.Part, group.UnitSet, group.Grouping, group.Name];
            yield return [.. key, "train_share", .. Describe(owned => TrainShare(owned, g, elsewhere))];
            yield return [.. key, "unit_mem_difference", .. Describe(owned => UnitMemDifference(owned, g))];
        }

        object?[] Describe(Func<OwnedBySplit, double[]> statistic)
        {
            var (here, draws) = (statistic(observed)[0], statistic(permuted));
            var mean = Distribution.Mean(draws);
            // Where a split owns nothing, under one draw or as it is, there is no mean to compare.
            object?[] test = double.IsNaN(mean + here)
                ? [null, null, null]
                : [mean, Distribution.StandardDeviation(draws), Distribution.TwoSidedP(draws, here, mean)];
            double[] again = [.. statistic(resampled).Where(value => !double.IsNaN(value))];
            var (low, high) = double.IsNaN(here) || again.Length == 0 ? (double.NaN, double.NaN) : Distribution.Middle95(again);
            return [.. test, low, high];
        }
    }

    static double[] TrainShare(OwnedBySplit owned, int group, double unitsElsewhere)
    {
        var (train, val) = (owned.Train.Column(2 * group), owned.Val.Column(2 * group));
        return [.. train.Zip(val, (t, v) => t / (t + v + unitsElsewhere))];
    }

    static double[] UnitMemDifference(OwnedBySplit owned, int group)
    {
        var (train, val) = (MeanUnitMem(owned.Train, group), MeanUnitMem(owned.Val, group));
        return [.. train.Zip(val, (t, v) => t - v)];
    }

    static IEnumerable<double> MeanUnitMem(Draws draws, int group) =>
        draws.Column(2 * group + 1).Zip(draws.Column(2 * group), (sum, units) => units > 0 ? sum / units : double.NaN);
}
