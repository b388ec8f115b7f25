using VarMem.Analysis.Resampling;
using VarMem.Analysis.Statistics.Inference;

namespace VarMem.Tests.Analysis.Statistics.Inference;

public class LogisticRegressionTest
{
    /// <summary>Of a 2 × 2 table the log odds of either row, and their difference, the log odds ratio.</summary>
    [Fact]
    public void Fit_TwoByTwoTable_HasTheClosedForm()
    {
        // 3 of 10 rows with x = 2 are positive, 8 of 12 with x = 5.
        double[] x = [.. Enumerable.Repeat(2.0, 10), .. Enumerable.Repeat(5.0, 12)];
        bool[] isPositive = [.. Enumerable.Range(0, 10).Select(i => i < 3), .. Enumerable.Range(0, 12).Select(i => i < 8)];
        var fitted = LogisticRegression.Fit([x], isPositive, ridge: 0);
        var (low, high) = (Math.Log(3 / 7.0), Math.Log(8 / 4.0));
        Assert.Equal((high - low) / 3, fitted.Weights[0], 1e-9);
        Assert.Equal(low - 2 * (high - low) / 3, fitted.Intercept, 1e-9);
        Assert.Equal([low, high], fitted.Of([[2, 5]]).Select(odds => Math.Round(odds, 9)), (a, b) => Math.Abs(a - b) < 2e-9);
    }

    /// <summary>At the minimum the gradient is zero: by the sums over the rows, of standardised columns, from the definition.</summary>
    [Theory]
    [InlineData(1, 60, 4)]
    [InlineData(0.1, 40, 7)]
    [InlineData(1, 12, 30)]
    public void Fit_GradientIsZero(double ridge, int rows, int count)
    {
        var generator = new Generator("logistic regression test", 0, rows);
        double[][] columns = [.. Enumerable.Range(0, count).Select(c => Enumerable.Range(0, rows).Select(_ => generator.Below(1000) * Math.Pow(10, c % 5 - 2)).ToArray())];
        bool[] isPositive = [.. Enumerable.Range(0, rows).Select(row => row < 2 || columns[0][row] + generator.Below(900) > columns[0].Average() + 450)];
        isPositive[1] = false;

        var fitted = LogisticRegression.Fit(columns, isPositive, ridge);

        double[] error = [.. Enumerable.Range(0, rows).Select(row =>
        {
            var odds = fitted.Intercept + Enumerable.Range(0, count).Sum(c => fitted.Weights[c] * columns[c][row]);
            return 1 / (1 + Math.Exp(-odds)) - (isPositive[row] ? 1 : 0);
        })];
        Assert.Equal(0, error.Sum(), 1e-7);
        for (var c = 0; c < count; c++)
        {
            var (mean, deviation) = (columns[c].Average(), Math.Sqrt(columns[c].Sum(x => Math.Pow(x - columns[c].Average(), 2)) / (rows - 1)));
            var slope = Enumerable.Range(0, rows).Sum(row => error[row] * (columns[c][row] - mean) / deviation);
            Assert.Equal(0, slope + ridge * fitted.Weights[c] * deviation, 1e-7);
        }
    }

    /// <summary>Sides that are told apart without error, twice by the same column, and a column that says nothing.</summary>
    [Fact]
    public void Fit_SeparatedCollinearConstant_IsFinite()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        var fitted = LogisticRegression.Fit([x, [0.1, 0.1, 0.1, 0.1, 0.1, 0.1], x], [false, false, false, true, true, true]);
        Assert.Equal(0, fitted.Weights[1]);
        Assert.Equal(fitted.Weights[0], fitted.Weights[2], 1e-9);
        Assert.InRange(fitted.Weights[0], 0.1, 10);
        Assert.Equal(0, fitted.Of([[3.5], [0.1], [3.5]])[0], 1e-9);
    }

    [Fact]
    public void Fit_OtherUnits_SameOdds()
    {
        double[] x = [1, 2, 4, 3, 7, 5, 9, 8], y = [3, 1, 4, 1, 5, 9, 2, 6];
        bool[] isPositive = [false, false, false, true, true, false, true, true];
        var one = LogisticRegression.Fit([x, y], isPositive).Of([x, y]);
        double[] otherX = [.. x.Select(v => 1e6 * v - 7)], otherY = [.. y.Select(v => -1e-6 * v)];
        var other = LogisticRegression.Fit([otherX, otherY], isPositive).Of([otherX, otherY]);
        Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
    }
}
