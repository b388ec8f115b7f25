using VarMem.Analysis.Resampling;

namespace VarMem.Tests.Analysis.Resampling;

public class DistributionTest
{
    [Theory]
    [InlineData(3.0, 1)]
    [InlineData(5.0, 0.6)]
    [InlineData(9.0, 0.2)]
    public void TwoSidedP_CountsDrawsAsFar(double observed, double expected)
    {
        double[] draws = [1, 2, 4, 5];
        Assert.Equal(expected, Distribution.TwoSidedP(draws, observed, 3), 1e-12);
    }

    /// <summary>A draw that equals the observed value but for the order of adding is as far.</summary>
    [Fact]
    public void TwoSidedP_TakesRoundingForATie() => Assert.Equal(1, Distribution.TwoSidedP([0.1 + 0.2], 0.3, 0), 1e-12);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 2.5)]
    [InlineData(90, 5.8)]
    [InlineData(100, 7)]
    public void Percentile_InterpolatesBetweenNeighbours(double percentile, double expected) =>
        Assert.Equal(expected, Distribution.Percentile([1, 2, 3, 7], percentile), 1e-12);

    [Fact]
    public void StandardDeviation_HasNMinusOne() => Assert.Equal(Math.Sqrt(2), Distribution.StandardDeviation([1, 3]), 1e-12);

    [Fact]
    public void Midranks_ShareTheMeanOfTies() => Assert.Equal([4.5, 1, 2.5, 4.5, 2.5], Ranks.Midranks([9, 1, 3, 9, 3]));

    /// <summary>1 − 6·Σd²/(n(n² − 1)) without ties; d = 1, 1, 0, 0.</summary>
    [Fact]
    public void Spearman_WithoutTies_IsTheClosedForm()
    {
        Assert.Equal(1 - 6 * 2 / 60.0, Ranks.Spearman([1, 2, 30, 400], [2, 1, 3, 4])!.Value, 1e-12);
        Assert.Equal(-1, Ranks.Spearman([1, 2, 3], [9, 8, 1])!.Value, 1e-12);
        Assert.Null(Ranks.Spearman([1, 2, 3], [5, 5, 5]));
    }
}
