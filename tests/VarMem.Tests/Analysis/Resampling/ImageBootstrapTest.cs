using VarMem.Analysis.Resampling;

namespace VarMem.Tests.Analysis.Resampling;

public class ImageBootstrapTest
{
    /// <summary>Sums of n draws with replacement: mean Σw, variance Σ(w − w̄)².</summary>
    [Fact]
    public void Sums_HaveTheMeanAndVarianceOfDrawsWithReplacement()
    {
        double[]?[] weights = [[1], [2], null, [9]];
        var sums = ImageBootstrap.Sums(weights, 1, 100_000, "test", 0).Column(0);
        var variance = 86 - 12 * 12 / 4.0;
        Assert.Equal(12, Distribution.Mean(sums), 4 * Math.Sqrt(variance / 100_000));
        Assert.Equal(Math.Sqrt(variance), Distribution.StandardDeviation(sums), 0.01 * Math.Sqrt(variance));
        Assert.Equal(sums[..10], ImageBootstrap.Sums(weights, 1, 10, "test", 0).Column(0));
    }
}
