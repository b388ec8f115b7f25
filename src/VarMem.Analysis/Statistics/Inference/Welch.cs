using MathNet.Numerics.Distributions;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>Count, mean and variance of numbers that come one by one (Welford 1962): equal numbers have variance 0 exactly.</summary>
struct Moments
{
    double _squares;

    public int Count { get; private set; }

    public double Mean { get; private set; }

    /// <summary>With n − 1.</summary>
    public readonly double Variance => _squares / (Count - 1);

    public void Add(double value)
    {
        var difference = value - Mean;
        Mean += difference / ++Count;
        _squares += difference * (value - Mean);
    }
}

/// <summary>Welch's t-test of two means, whose variances may differ.</summary>
static class Welch
{
    /// <summary>
    /// The chance of a difference of means at least as high, if the means are equal: P(T ≥ t) with t = (x̄ − ȳ)/√(a + b), a = s²ₓ/n, b = s²ᵧ/m
    /// and (a + b)²/(a²/(n − 1) + b²/(m − 1)) degrees of freedom. Without any variance the limit: 0, 1, or 1/2 for equal means.
    /// </summary>
    /// <param name="x">The numbers that should be higher; two or more.</param>
    /// <param name="y">The others; two or more.</param>
    public static double OneSidedP(in Moments x, in Moments y)
    {
        var difference = x.Mean - y.Mean;
        var (a, b) = (x.Variance / x.Count, y.Variance / y.Count);
        if (a + b == 0)
            return (1 - Math.Sign(difference)) / 2.0;
        var share = a / (a + b); // squares of a and b themselves may vanish
        var freedom = 1 / (share * share / (x.Count - 1) + (1 - share) * (1 - share) / (y.Count - 1));
        return StudentT.CDF(0, 1, freedom, -difference / Math.Sqrt(a + b));
    }
}
