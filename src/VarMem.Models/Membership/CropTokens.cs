namespace VarMem.Models.Membership;

/// <summary>A crop's tokens and how likely the transformer holds them, teacher-forced.</summary>
/// <param name="tokens">The true tokens (L).</param>
/// <param name="statistics">What the graph computes of them (K, L).</param>
/// <param name="hasLabel">Whether the crop went through the transformer with a class of its own, not the null class.</param>
public readonly ref struct CropTokens(ReadOnlySpan<long> tokens, ReadOnlySpan<float> statistics, bool hasLabel)
{
    /// <summary>(K, L)</summary>
    internal ReadOnlySpan<float> Statistics { get; } = statistics;

    internal bool HasLabel { get; } = hasLabel;

    /// <summary>K.</summary>
    public static int Rows(Likelihood likelihood) => likelihood switch
    {
        Likelihood.None => 0,
        Likelihood.Conditional => TokenStatistics.Count,
        _ => 2 * TokenStatistics.Count + 1,
    };

    /// <summary>The true tokens y (L).</summary>
    public ReadOnlySpan<long> Tokens { get; } = tokens;

    /// <summary>Given the crop's label.</summary>
    public TokenStatistics Conditional => new(Statistics, Tokens.Length);

    /// <summary>log p(y) given the null class (L); empty where that was not asked for.</summary>
    public ReadOnlySpan<float> NullClassLogP =>
        HasNullClass ? Statistics.Slice(TokenStatistics.Count * Tokens.Length, Tokens.Length) : [];

    /// <summary>Of the logits given the label less those given the null class, where <see cref="HasNullClass"/>.</summary>
    public TokenStatistics Guided => new(Statistics[((TokenStatistics.Count + 1) * Tokens.Length)..], Tokens.Length);

    public bool HasNullClass => Statistics.Length > TokenStatistics.Count * Tokens.Length;

    /// <summary>
    /// Whether <see cref="Guided"/> says anything: given the null class twice, as with --label-drop, the difference is zero for any image.
    /// </summary>
    public bool HasGuided => HasNullClass && HasLabel;

    /// <summary>The first position at which some statistic is no number; null where all are.</summary>
    public int? FirstNotFinite()
    {
        int? first = null;
        for (var row = 0; row < Statistics.Length; row += Tokens.Length)
            for (var t = 0; t < (first ?? Tokens.Length); t++)
                if (!float.IsFinite(Statistics[row + t])) first = t;
        return first;
    }
}
