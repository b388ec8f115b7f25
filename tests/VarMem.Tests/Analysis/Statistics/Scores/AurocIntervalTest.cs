using VarMem.Analysis.Resampling;
using VarMem.Analysis.Statistics.Scores;

namespace VarMem.Tests.Analysis.Statistics.Scores;

public class AurocIntervalTest
{
    /// <summary>The example of Hanley and McNeil (1982): 51 abnormal and 58 normal images, area 0.893; they give 0.032.</summary>
    [Fact]
    public void StandardError_OfThePaper() => Assert.Equal(0.0325, AurocInterval.StandardError(0.893, [(51, 58)]), 5e-5);

    /// <summary>Of one pair it is the deviation of a coin; of independent groups, of a weighted mean.</summary>
    [Fact]
    public void StandardError_OfOnePairAndOfGroups()
    {
        Assert.Equal(Math.Sqrt(0.21), AurocInterval.StandardError(0.3, [(1, 1)]), 1e-12);
        Assert.Equal(Math.Sqrt(0.21 / 4), AurocInterval.StandardError(0.3, [(1, 1), (1, 1), (1, 1), (1, 1)]), 1e-12);
        var (one, other) = (AurocInterval.StandardError(0.3, [(5, 8)]), AurocInterval.StandardError(0.3, [(2, 3)]));
        Assert.Equal(Math.Sqrt(Math.Pow(40 * one, 2) + Math.Pow(6 * other, 2)) / 46, AurocInterval.StandardError(0.3, [(5, 8), (2, 3)]), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.02)]
    [InlineData(0.5)]
    [InlineData(0.87)]
    [InlineData(1)]
    public void Of_EndsAreAsFarAsTheirError(double auroc)
    {
        var (low, high) = AurocInterval.Of(auroc, (27, 700));
        Assert.True(0 <= low && low <= auroc && auroc <= high && high <= 1 && low < high);
        Assert.All(new[] { low, high }.Where(end => end is > 0 and < 1), end =>
            Assert.Equal(1.96 * AurocInterval.StandardError(end, [(27, 700)]), Math.Abs(auroc - end), 1e-4));
        var (mirroredLow, mirroredHigh) = AurocInterval.Of(1 - auroc, (27, 27));
        (low, high) = AurocInterval.Of(auroc, (27, 27));
        Assert.Equal((1 - high, 1 - low), (mirroredLow, mirroredHigh), new Within(1e-9));
    }

    /// <summary>Images whose scores are exponential, of which the true AUROC is 3/4: close to 95 of 100 intervals hold it.</summary>
    [Fact]
    public void Of_HoldsTheTruthAsOftenAsItSays()
    {
        const int Draws = 2000;
        var held = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var generator = new Generator("coverage", 0, draw);
            double Exponential(double mean) => -mean * Math.Log((1 + (generator.Next() >> 11)) / 9007199254740992.0);
            double[] values = [.. Enumerable.Range(0, 60).Select(i => Exponential(i < 20 ? 3 : 1))];
            var told = new FallingScore(values, Enumerable.Range(0, 60)).Separate([.. Enumerable.Range(0, 60).Select(i => i < 20 ? Side.Positive : Side.Negative)]);
            var (low, high) = AurocInterval.Of(told.Auroc, (20, 40));
            held += low <= 0.75 && 0.75 <= high ? 1 : 0;
        }
        Assert.InRange(held, 0.93 * Draws, 0.97 * Draws);
    }

    sealed class Within(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) < tolerance && Math.Abs(x.Item2 - y.Item2) < tolerance;

        public int GetHashCode((double, double) pair) => 0;
    }
}
