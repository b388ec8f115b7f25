namespace VarMem.Models.Membership;

/// <summary>Every membership score of a crop, in a fixed order. Keeps what it sorts in memory of its own: not for several threads at once.</summary>
/// <param name="tokens">L.</param>
/// <param name="likelihood">What is known of each token.</param>
public sealed class CropScores(int tokens, Likelihood likelihood)
{
    /// <summary>What the names of scores of the guided logits begin with.</summary>
    const string Guided = "cfg_";

    static readonly int[] Percents = [10, 20, 30, 40, 50], Entropies = [2, 4, 8, 16];

    static readonly string[] Names =
    [
        "loss", "zlib", "hinge",
        .. Percents.Select(k => $"mink_{k}"), .. Percents.Select(k => $"minkpp_{k}"), .. Percents.Select(k => $"minkpp_var_{k}"),
        "camia_below_mean", "camia_below_running_mean", "camia_slope",
        .. Entropies.SelectMany(_ => Percents, (e, k) => $"surp_{e}_{k}"),
        "top_share", "rank_mean", "entropy_mean",
    ];

    readonly double[] _sorted = new double[tokens];
    readonly double[] _scores = new double[NamesOf(likelihood).Count];
    readonly TokenText _text = new();
    int _written;

    /// <summary>The scores' names, in the order of <see cref="Of"/>.</summary>
    public static IReadOnlyList<string> NamesOf(Likelihood likelihood) =>
        likelihood == Likelihood.WithNullClass ? [.. Names, "nll_unconditional", "icas", .. Names.Select(name => Guided + name)] : Names;

    /// <summary>The scores; NaN for those that the crop has not. Reused from crop to crop.</summary>
    public ReadOnlySpan<double> Of(CropTokens crop)
    {
        _written = 0;
        var bytes = _text.CompressedLength(crop.Tokens);
        WriteAll(crop.Conditional, bytes);
        if (crop.HasNullClass)
        {
            var unconditional = -TokenScores.Mean(crop.NullClassLogP);
            Write(unconditional);
            Write(_scores[0] - unconditional);
            if (crop.HasGuided) WriteAll(crop.Guided, bytes);
            else _scores.AsSpan(_written).Fill(double.NaN); // no guidance, no score
        }
        return _scores;
    }

    void WriteAll(TokenStatistics p, int bytes)
    {
        var loss = -TokenScores.Mean(p.LogP);
        Write(loss);
        Write(loss / bytes);
        Write(-TokenScores.Mean(p.Margin));

        for (var t = 0; t < tokens; t++) _sorted[t] = p.LogP[t];
        WriteMinK();
        Span<double> bounds = stackalloc double[Percents.Length];
        for (var i = 0; i < bounds.Length; i++) bounds[i] = TokenScores.Quantile(_sorted, Percents[i]);
        TokenScores.Standardize(p, byVariance: false, _sorted);
        WriteMinK();
        TokenScores.Standardize(p, byVariance: true, _sorted);
        WriteMinK();

        Write(TokenScores.ShareBelowMean(p.LogP));
        Write(TokenScores.ShareBelowRunningMean(p.LogP));
        Write(TokenScores.Slope(p.LogP));
        foreach (var entropy in Entropies)
            foreach (var bound in bounds)
                Write(TokenScores.Surprise(p, entropy, bound));
        Write(TokenScores.TopShare(p.Rank));
        Write(TokenScores.Mean(p.Rank));
        Write(-TokenScores.Mean(p.Mean));
    }

    void WriteMinK()
    {
        _sorted.AsSpan().Sort();
        foreach (var percent in Percents) Write(-TokenScores.MeanOfLeast(_sorted, percent));
    }

    void Write(double score) => _scores[_written++] = score;
}
