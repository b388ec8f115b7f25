using VarMem.Analysis.Resampling;
using VarMem.Analysis.Statistics;

namespace VarMem.Tests.Analysis.Statistics;

/// <summary>Whether the permutation test and the bootstrap keep what they promise, over 500 data sets each.</summary>
public class TrainValDrawsTest
{
    const int DataSets = 500;

    static readonly OwnerGroup Group = new("transformer", "all", "overall", "all");

    /// <summary>Where the split says nothing of the weights, p is uniform: Kolmogorov and Smirnov's distance to it is below 1.63/√n in 99 of 100 cases.</summary>
    [Fact]
    public void Permutation_UnderTheNull_IsUniform()
    {
        double[] p = [.. Enumerable.Range(0, DataSets).Select(set => PValue(Data(set, trainFactor: 1), draws: 999, set)).Order()];
        var distance = p.Select((value, i) => Math.Max(Math.Abs(value - i / (double)DataSets), Math.Abs(value - (i + 1.0) / DataSets))).Max();
        Assert.InRange(distance, 0, 1.63 / Math.Sqrt(DataSets));
        Assert.InRange(p.Count(value => value <= 0.05) / (double)DataSets, 0.02, 0.08);
    }

    /// <summary>A binomial test on the same units is wrong: units cluster by owner, and it calls far more than a twentieth.</summary>
    [Fact]
    public void BinomialTestOnUnits_UnderTheNull_IsNot()
    {
        var called = Enumerable.Range(0, DataSets).Count(set =>
        {
            var (images, units) = Data(set, trainFactor: 1);
            var (train, total) = (units.Where((_, row) => images.Splits[row] == "train").Sum(), units.Sum());
            var expected = images.Splits.Count(split => split == "train") / (double)images.Count;
            return Math.Abs(train - total * expected) > 1.96 * Math.Sqrt(total * expected * (1 - expected));
        });
        Assert.InRange(called / (double)DataSets, 0.3, 1);
    }

    [Fact]
    public void Permutation_OfAPlantedEffect_FindsIt()
    {
        double[] p = [.. Enumerable.Range(0, 50).Select(set => PValue(Data(set, trainFactor: 3), draws: 999, set))];
        Assert.True(p.Count(value => value < 0.01) >= 45, $"found in {p.Count(value => value < 0.01)} of 50");
    }

    /// <summary>The exact mean and deviation, which train_val_test has from SQL, are those of the draws.</summary>
    [Fact]
    public void Permutation_MeanAndDeviation_AreTheExactOnes()
    {
        var (images, units) = Data(1, trainFactor: 2);
        double mean = 0, variance = 0;
        foreach (var rows in Enumerable.Range(0, images.Count).GroupBy(row => images.Classes[row]))
        {
            double size = rows.Count(), train = rows.Count(row => images.Splits[row] == "train"), average = rows.Average(row => units[row]);
            mean += train * average;
            variance += train * (size - train) / (size * (size - 1)) * rows.Sum(row => (units[row] - average) * (units[row] - average));
        }
        var draws = Weights(images, units).Permuted(20_000, seed: 0).Train.Column(0);
        Assert.Equal(mean, Distribution.Mean(draws), 4 * Math.Sqrt(variance / 20_000));
        Assert.Equal(Math.Sqrt(variance), Distribution.StandardDeviation(draws), 0.03 * Math.Sqrt(variance));
    }

    /// <summary>The share that training images own in the long run lies within the interval in 95 of 100 data sets; 500 tell that to ±2 points.</summary>
    [Fact]
    public void Bootstrap_CoversAtItsRate()
    {
        var covered = Enumerable.Range(0, DataSets).Count(set =>
        {
            var (images, units) = Data(set, trainFactor: 1.5);
            var resampled = Weights(images, units).Resampled(999, seed: set);
            double[] shares = [.. resampled.Train.Column(0).Zip(resampled.Val.Column(0), (train, val) => train / (train + val))];
            var (low, high) = Distribution.Middle95(shares);
            var (train, val) = (1.5 * 120, 80.0); // images times their expected units, but for a common factor
            return low <= train / (train + val) && train / (train + val) <= high;
        });
        Assert.InRange(covered / (double)DataSets, 0.92, 0.98);
    }

    static double PValue((MeasuredImages Images, double[] Units) data, int draws, long seed)
    {
        var weights = Weights(data.Images, data.Units);
        var permuted = weights.Permuted(draws, seed).Train.Column(0);
        return Distribution.TwoSidedP(permuted, weights.Observed().Train.Column(0)[0], Distribution.Mean(permuted));
    }

    static OwnerWeights Weights(MeasuredImages images, double[] units) => new([Group], [.. units.Select(count => new[] { count, count / 2 })], images);

    /// <summary>
    /// 200 images in classes of 20, 40, 60 and 80, three fifths of each for training: exponential weights, for training images times a factor.
    /// </summary>
    static (MeasuredImages Images, double[] Units) Data(int set, double trainFactor)
    {
        var generator = new Generator("made-up data", 5, set);
        var (splits, classes, units) = (new List<string?>(), new List<int>(), new List<double>());
        for (var c = 0; c < 4; c++)
        {
            var size = 20 * (c + 1);
            for (var i = 0; i < size; i++)
            {
                splits.Add(i < size * 3 / 5 ? "train" : "val");
                classes.Add(c);
                var uniform = (generator.Next() >> 11) / (double)(1UL << 53);
                units.Add(-Math.Log(1 - uniform) * 20 * (splits[^1] == "train" ? trainFactor : 1));
            }
        }
        return (new([.. Enumerable.Range(0, 200)], [.. splits], [.. classes]), [.. units]);
    }
}
