using VarMem.Analysis.Statistics.Inference;

namespace VarMem.Tests.Analysis.Statistics.Inference;

public class WelchTest
{
    static readonly double[] Ten = [17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8];

    static readonly double[] Twenty =
        [21.5, 22.8, 21.0, 23.0, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8, 20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5, 21.5, 21.8];

    /// <summary>The textbook's example of unequal sizes and variances (t = 1.57 with 9.9 degrees of freedom, two-sided p 0.149), to 15 digits.</summary>
    [Fact]
    public void OneSidedP_Textbook()
    {
        Assert.Equal(0.0744208483026639, P(Twenty, Ten), 1e-12);
        Assert.Equal(1 - 0.0744208483026639, P(Ten, Twenty), 1e-12);
    }

    /// <summary>t = √5 with 25/17 degrees of freedom, whatever is added to both sides and whatever the unit.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1e6, 1)]
    [InlineData(0, 1e-100)]
    public void OneSidedP_ShiftedAndScaled(double shift, double unit) =>
        Assert.Equal(0.0993636944672631, P([shift + unit, shift + 2 * unit], [shift, shift + 0.5 * unit]), 1e-9);

    [Theory]
    [InlineData(0.3, 0.1, 0)]
    [InlineData(0.1, 0.1, 0.5)]
    [InlineData(0.1, 0.3, 1)]
    public void OneSidedP_WithoutVariance_IsTheLimit(double x, double y, double expected) =>
        Assert.Equal(expected, P([x, x, x], [y, y, y]));

    [Fact]
    public void Moments_EqualSums()
    {
        var moments = Of(Ten);
        Assert.Equal(Ten.Average(), moments.Mean, 1e-12);
        Assert.Equal(Ten.Sum(x => Math.Pow(x - Ten.Average(), 2)) / 9, moments.Variance, 1e-12);
    }

    static double P(double[] x, double[] y) => Welch.OneSidedP(Of(x), Of(y));

    static Moments Of(double[] values)
    {
        var moments = new Moments();
        foreach (var value in values)
            moments.Add(value);
        return moments;
    }
}
