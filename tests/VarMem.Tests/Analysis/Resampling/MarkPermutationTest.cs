using VarMem.Analysis.Resampling;

namespace VarMem.Tests.Analysis.Resampling;

public class MarkPermutationTest
{
    // Two strata: weights 1, 2, 4, 8 with two marks, 16, 32, 64 with one; an image alone with its mark.
    static readonly double[]?[] Weights = [[1], [2], [4], [8], [16], [32], [64], [128]];
    static readonly int[] Strata = [0, 0, 0, 0, 1, 1, 1, 2];
    static readonly bool[] Marks = [true, true, false, false, false, false, true, true];

    static double[] Sums(int draws, long seed = 0) => new MarkPermutation(Marks, Strata).Sums(Weights, 1, draws, "test", seed).Column(0);

    /// <summary>Each sum is a set of images, in binary: the 6 pairs of the first stratum times the 3 images of the second.</summary>
    [Fact]
    public void Sums_TakeEveryChoiceWithinStrata_AsOften()
    {
        var counts = Sums(36_000).CountBy(sum => (int)sum).ToDictionary();
        int[] pairs = [3, 5, 9, 6, 10, 12];
        int[] expected = [.. pairs.SelectMany(pair => new[] { 16, 32, 64 }, (pair, one) => pair + one + 128).Order()];
        Assert.Equal(expected, counts.Keys.Order());
        Assert.True(counts.Values.Sum(count => (count - 2000.0) * (count - 2000) / 2000) < 40.8); // 17 degrees of freedom, p = 0.001
    }

    /// <summary>Mean Σ n/N·W and variance Σ n(N − n)/(N(N − 1))·Σ(w − w̄)², which train_val_test computes in SQL.</summary>
    [Fact]
    public void Sums_HaveTheExactMeanAndDeviation()
    {
        var sums = Sums(100_000);
        var mean = 15 / 2.0 + 112 / 3.0 + 128;
        var variance = 2 * 2 / 12.0 * (85 - 15 * 15 / 4.0) + 1 * 2 / 6.0 * (16 * 16 * 21 - 112 * 112 / 3.0);
        Assert.Equal(mean, Distribution.Mean(sums), 4 * Math.Sqrt(variance / 100_000));
        Assert.Equal(Math.Sqrt(variance), Distribution.StandardDeviation(sums), 0.01 * Math.Sqrt(variance));
    }

    [Fact]
    public void Sums_AreTheSame_WhateverElseIsDrawn()
    {
        Assert.Equal(Sums(50), Sums(500)[..50]);
        Assert.NotEqual(Sums(50), Sums(50, seed: 1));
    }

    [Fact]
    public void Sums_ImagesWithoutWeights_CountAsZero()
    {
        double[]?[] weights = [[1, 10], null, null, null];
        var sums = new MarkPermutation([true, false, false, false], [0, 0, 0, 0]).Sums(weights, 2, 1000, "zeros", 0);
        Assert.Equal([0.0, 1], sums.Column(0).Distinct().Order());
        Assert.Equal(sums.Column(0).Select(sum => 10 * sum), sums.Column(1));
        Assert.InRange(Distribution.Mean(sums.Column(0)), 0.2, 0.3);
    }
}
