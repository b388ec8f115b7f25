namespace VarMem.Models.Generation;

/// <summary>How a token is chosen from its logits, as VAR's autoregressive_infer_cfg does it (arXiv 2404.02905).</summary>
public readonly record struct Sampling()
{
    /// <summary>Strength of classifier-free guidance (Ho and Salimans, arXiv 2207.12598) at the last scale; 0 for none.</summary>
    public double Cfg { get; init; } = 1.5;

    /// <summary>Only tokens with a logit of the k-th largest or above; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Then only the likeliest that together reach this probability; 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>The likeliest token, the first on ties; nothing is drawn.</summary>
    public bool Greedy { get; init; }

    /// <summary>Guidance grows from none at the first scale: t = cfg·s/(S−1).</summary>
    internal double Guidance(int scale, int scales) => scale == 0 ? 0 : Cfg * scale / (scales - 1);

    /// <summary>logits ← (1 + t)·conditional − t·unconditional.</summary>
    internal static void Guide(Span<float> logits, ReadOnlySpan<float> unconditional, double t)
    {
        for (var v = 0; v < logits.Length; v++) logits[v] = (float)((1 + t) * logits[v] - t * unconditional[v]);
    }

    /// <summary>The token that u, uniform over [0, 1), stands for: the first whose cumulative probability, in order of tokens, exceeds it.</summary>
    internal int Choose(ReadOnlySpan<float> logits, double u)
    {
        var (likeliest, highest) = (0, logits[0]);
        for (var v = 1; v < logits.Length; v++)
            if (logits[v] > highest) (likeliest, highest) = (v, logits[v]);
        if (Greedy) return likeliest;

        var weights = new double[logits.Length]; // probabilities times a common factor
        for (var v = 0; v < weights.Length; v++) weights[v] = Math.Exp((double)logits[v] - highest);
        if (TopK > 0 && TopK < weights.Length) KeepLargest(weights);
        if (TopP < 1) DropTail(weights);

        var left = u * weights.Sum();
        for (var v = 0; v < weights.Length; v++)
        {
            if (weights[v] > 0 && left < weights[v]) return v;
            left -= weights[v];
        }
        return likeliest; // rounding has left more than there is
    }

    void KeepLargest(double[] weights)
    {
        var least = weights.OrderDescending().ElementAt(TopK - 1);
        foreach (ref var weight in weights.AsSpan())
            if (weight < least) weight = 0;
    }

    /// <summary>The least likely go as long as they come to 1 − p together; the likeliest stays whatever p is.</summary>
    void DropTail(double[] weights)
    {
        var most = (1 - TopP) * weights.Sum();
        int[] rising = [.. Enumerable.Range(0, weights.Length).OrderBy(v => weights[v])];
        var tail = 0.0;
        foreach (var v in rising.AsSpan(0, rising.Length - 1))
        {
            tail += weights[v];
            if (tail > most) return;
            weights[v] = 0;
        }
    }
}
