using VarMem.Analysis.Statistics;

namespace VarMem.Tests.Analysis.Statistics;

public class BinomialIntervalsTest
{
    /// <summary>At the ends the interval has a closed form; 8 of 10 stands in every textbook.</summary>
    [Theory]
    [InlineData(0, 27, 0, 0.12770286)]
    [InlineData(27, 27, 0.87229714, 1)]
    [InlineData(8, 10, 0.44390454, 0.97478927)]
    [InlineData(1, 1, 0.025, 1)]
    public void ClopperPearson_KnownValues(int successes, int trials, double low, double high)
    {
        var found = BinomialIntervals.ClopperPearson(successes, trials);
        Assert.Equal(low, found.Low, 1e-7);
        Assert.Equal(high, found.High, 1e-7);
    }

    /// <summary>The probability of as many successes or more, at the lower end, is 2.5 %: by the binomial sum.</summary>
    [Theory]
    [InlineData(3, 20)]
    [InlineData(40, 100)]
    public void ClopperPearson_TailsAreAFortieth(int successes, int trials)
    {
        var (low, high) = BinomialIntervals.ClopperPearson(successes, trials);
        Assert.Equal(0.025, Enumerable.Range(successes, trials - successes + 1).Sum(k => Probability(k, low)), 1e-9);
        Assert.Equal(0.025, Enumerable.Range(0, successes + 1).Sum(k => Probability(k, high)), 1e-9);

        double Probability(int k, double p)
        {
            var logarithm = k * Math.Log(p) + (trials - k) * Math.Log(1 - p);
            for (var i = 1; i <= k; i++)
                logarithm += Math.Log((trials - k + i) / (double)i);
            return Math.Exp(logarithm);
        }
    }
}
