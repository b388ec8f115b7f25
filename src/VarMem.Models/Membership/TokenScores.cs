namespace VarMem.Models.Membership;

/// <summary>
/// The membership scores of "Privacy Attacks on Image AutoRegressive Models" (Kowalczuk et al. 2025, arXiv 2502.02514), each a function of
/// one crop's values by token (L), computed in double.
/// </summary>
public static class TokenScores
{
    /// <summary>The mean: of −log p(y) the loss (negated), of the margin the hinge (negated), of the rank the mean rank.</summary>
    public static double Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>Min-k%: the mean of the ⌊kL⌋ least values, at least of one; negated, that of the ⌊kL⌋ largest −log p(y).</summary>
    /// <param name="ascending">The values, in rising order.</param>
    /// <param name="percent">k, in percent.</param>
    public static double MeanOfLeast(ReadOnlySpan<double> ascending, int percent)
    {
        var least = ascending[..Math.Max(1, ascending.Length * percent / 100)];
        var sum = 0.0;
        foreach (var value in least) sum += value;
        return sum / least.Length;
    }

    /// <summary>
    /// Min-k%++ of each token: s = (log p(y) − μ)/(σ + 1e-6). The published code divides by σ² instead, having forgotten the root.
    /// </summary>
    public static void Standardize(TokenStatistics tokens, bool byVariance, Span<double> s)
    {
        for (var t = 0; t < s.Length; t++)
        {
            double variance = tokens.Variance[t];
            s[t] = ((double)tokens.LogP[t] - tokens.Mean[t]) / ((byVariance ? variance : Math.Sqrt(variance)) + 1e-6);
        }
    }

    /// <summary>CAMIA (Chang et al. 2024, arXiv 2409.13745), as in the paper above: the share of tokens with log p(y) below its mean.</summary>
    public static double ShareBelowMean(ReadOnlySpan<float> logP)
    {
        var (mean, below) = (Mean(logP), 0);
        foreach (var value in logP) below += value < mean ? 1 : 0;
        return (double)below / logP.Length;
    }

    /// <summary>
    /// CAMIA: the share of tokens with log p(y) below the mean of those so far. The published code counts the token itself among them,
    /// which changes nothing but that the first token is never below.
    /// </summary>
    public static double ShareBelowRunningMean(ReadOnlySpan<float> logP)
    {
        var (sum, below) = (0.0, 0);
        for (var t = 0; t < logP.Length; t++)
        {
            sum += logP[t];
            below += logP[t] < sum / (t + 1) ? 1 : 0;
        }
        return (double)below / logP.Length;
    }

    /// <summary>CAMIA: the least-squares slope of log p(y) over the token's index; NaN for a single token.</summary>
    public static double Slope(ReadOnlySpan<float> logP)
    {
        var (center, mean, covariance, variance) = ((logP.Length - 1) / 2.0, Mean(logP), 0.0, 0.0);
        for (var t = 0; t < logP.Length; t++)
        {
            covariance += (t - center) * (logP[t] - mean);
            variance += (t - center) * (t - center);
        }
        return covariance / variance;
    }

    /// <summary>
    /// SURP (Zhang and Wu 2024, arXiv 2407.21248): mean of −log p(y) over the tokens that surprise a model that is sure, with entropy below
    /// <paramref name="maxEntropy"/> and log p(y) at or below <paramref name="bound"/>; NaN where there is none.
    /// </summary>
    /// <remarks>The published code bounds −log p(y) instead, which every token is below.</remarks>
    public static double Surprise(TokenStatistics tokens, double maxEntropy, double bound)
    {
        var (sum, count) = (0.0, 0);
        for (var t = 0; t < tokens.LogP.Length; t++)
        {
            if (-tokens.Mean[t] >= maxEntropy || tokens.LogP[t] > bound) continue;
            sum -= tokens.LogP[t];
            count++;
        }
        return sum / count;
    }

    /// <summary>The k%-quantile, linear between the two values next to it.</summary>
    public static double Quantile(ReadOnlySpan<double> ascending, int percent)
    {
        var place = (ascending.Length - 1) * percent / 100.0;
        var below = (int)place;
        var above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + (ascending[above] - ascending[below]) * (place - below);
    }

    /// <summary>The share of tokens that no code has a larger logit than.</summary>
    public static double TopShare(ReadOnlySpan<float> rank) => (double)rank.Count(1f) / rank.Length;
}
