namespace VarMem.Analysis.Resampling;

/// <summary>What the values of a statistic under many draws say of an observed value.</summary>
static class Distribution
{
    /// <summary>
    /// p = (1 + draws at least as far from the centre as observed, on either side) / (1 + draws): never 0, and at most α in a share α of
    /// cases where the draws and the observed value are exchangeable (Phipson and Smyth, arXiv 1603.05766).
    /// </summary>
    public static double TwoSidedP(ReadOnlySpan<double> drawn, double observed, double centre)
    {
        // Draws that equal the observed value up to the order of adding are as far.
        var distance = Math.Abs(observed - centre) - 1e-9 * Math.Max(Math.Abs(observed), Math.Abs(centre));
        var asFar = 0;
        foreach (var value in drawn)
            asFar += Math.Abs(value - centre) >= distance ? 1 : 0;
        return (1 + asFar) / (1.0 + drawn.Length);
    }

    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }

    /// <summary>With n − 1.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> values)
    {
        var (mean, sum) = (Mean(values), 0.0);
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return Math.Sqrt(sum / Math.Max(1, values.Length - 1));
    }

    /// <summary>The percentile of U10's definition: a + (b − a)·fraction between the neighbours of position (n − 1)·p/100.</summary>
    public static double Percentile(ReadOnlySpan<double> sorted, double percentile)
    {
        var position = (sorted.Length - 1) * percentile / 100;
        var (below, above) = (sorted[(int)Math.Floor(position)], sorted[(int)Math.Ceiling(position)]);
        return below + (above - below) * (position - Math.Floor(position));
    }

    /// <summary>The middle 95 %.</summary>
    public static (double Low, double High) Middle95(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (Percentile(sorted, 2.5), Percentile(sorted, 97.5));
    }
}
