using VarMem.Models.Membership;

namespace VarMem.Tests.Models.Membership;

/// <summary>The statistics of tokens from their logits, by definition and in double.</summary>
static class NaiveStatistics
{
    /// <summary>log p(y), Σ p log p, Σ p (log p)² − (Σ p log p)², margin and rank of one token.</summary>
    public static double[] Of(double[] logits, long token)
    {
        var total = logits.Sum(z => Math.Exp(z - logits.Max()));
        var p = logits.Select(z => Math.Exp(z - logits.Max()) / total).ToArray();
        var mean = p.Sum(value => value * Math.Log(value));
        return
        [
            Math.Log(p[token]), mean, Math.Max(0, p.Sum(value => value * Math.Log(value) * Math.Log(value)) - mean * mean),
            logits[token] - logits.Where((_, code) => code != token).Max(),
            1 + logits.Count(z => z > logits[token]),
        ];
    }

    /// <summary>All rows (K, L), as the graph gives them.</summary>
    public static double[][] Rows(double[][] logits, double[][]? ofNullClass, long[] tokens)
    {
        var columns = tokens.Select((token, t) => (double[])
        [
            .. Of(logits[t], token),
            .. ofNullClass is null ? [] : (double[])
            [
                Of(ofNullClass[t], token)[0],
                .. Of([.. logits[t].Zip(ofNullClass[t], (given, none) => given - none)], token),
            ],
        ]).ToArray();
        return [.. Enumerable.Range(0, CropTokens.Rows(ofNullClass is null ? Likelihood.Conditional : Likelihood.WithNullClass)).Select(row => columns.Select(column => column[row]).ToArray())];
    }
}
