using VarMem.Models.Var;

namespace VarMem.Tests.Models.Var;

public class NormalNumbersTest
{
    const int Count = 1_000_000;

    static readonly Lazy<double[]> Drawn = new(() => Draw(0, "it", Count));

    /// <summary>To the last bit, as another implementation of the same definition has them.</summary>
    [Fact]
    public void Next_IsTheSameEverywhere()
    {
        Assert.Equal(
            [-0.08189814447037805, -0.006265923951794021, -0.8233980195724482, 0.7099275071769676], Draw(0, "head.weight", 4));
        Assert.Equal(
            [2.2985903022739906, -1.6653599832057322, -0.5229639320474209, 0.08119674215711292], Draw(-1, "pos_start", 4));
    }

    [Fact]
    public void Next_FollowsFromSeedAndName()
    {
        Assert.Equal(Draw(3, "a", 100), Draw(3, "a", 100));
        Assert.Empty(Draw(3, "a", 100).Intersect(Draw(3, "b", 100)));
        Assert.Empty(Draw(3, "a", 100).Intersect(Draw(4, "a", 100)));
    }

    /// <summary>
    /// The first six moments, 0, 1, 0, 3, 0, 15, each within five standard errors, whose squares are (E z²ᵏ − (E zᵏ)²)/n.
    /// </summary>
    [Fact]
    public void Next_HasTheMomentsOfANormal()
    {
        double[] moments = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395];
        for (var k = 1; k <= 6; k++)
        {
            var error = Math.Sqrt((moments[2 * k] - moments[k] * moments[k]) / Count);
            Assert.InRange(Drawn.Value.Average(z => Math.Pow(z, k)) - moments[k], -5 * error, 5 * error);
        }
    }

    /// <summary>How many lie beyond 0, ½, 1 … 4: within five standard deviations of what is expected.</summary>
    [Fact]
    public void Next_HasTheTailsOfANormal()
    {
        (double From, double Share)[] expected =
        [
            (0, 0.5), (0.5, 0.3085375387), (1, 0.1586552539), (1.5, 0.0668072013), (2, 0.0227501319),
            (2.5, 0.0062096653), (3, 0.0013498980), (3.5, 0.0002326291), (4, 0.0000316712),
        ];
        foreach (var (from, share) in expected)
            foreach (var sign in (int[])[-1, 1])
                Assert.InRange(
                    Drawn.Value.Count(z => sign * z > from) - Count * share,
                    -5 * Math.Sqrt(Count * share * (1 - share)), 5 * Math.Sqrt(Count * share * (1 - share)));
    }

    /// <summary>The two of a pair, and those further apart, are uncorrelated, and so are their squares.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(128)]
    public void Next_IsUncorrelated(int lag)
    {
        var (products, squares) = (0.0, 0.0);
        for (var i = lag; i < Count; i++)
        {
            var (a, b) = (Drawn.Value[i], Drawn.Value[i - lag]);
            products += a * b;
            squares += (a * a - 1) * (b * b - 1) / 2;
        }
        Assert.InRange(products / Math.Sqrt(Count), -5, 5);
        Assert.InRange(squares / Math.Sqrt(Count), -5, 5);
    }

    [Fact]
    public void Log_IsTheLogarithm()
    {
        var random = new Random(5);
        for (var i = 0; i < 100_000; i++)
        {
            var x = Math.ScaleB(1 - random.NextDouble(), -(i % 100)); // above 0
            Assert.Equal(Math.Log(x), NormalNumbers.Log(x), 1e-15 * Math.Max(1, -Math.Log(x)));
        }
    }

    [Theory]
    [InlineData(1), InlineData(0.5), InlineData(1.4142135623730951), InlineData(0.70710678118654757), InlineData(4.930380657631324e-32)]
    public void Log_AtTheEdges(double x) => Assert.Equal(Math.Log(x), NormalNumbers.Log(x), 1e-14);

    static double[] Draw(long seed, string name, int count)
    {
        var numbers = new NormalNumbers(seed, name);
        return [.. Enumerable.Range(0, count).Select(_ => numbers.Next())];
    }
}
