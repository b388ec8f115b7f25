namespace VarMem.Models.Membership;

/// <summary>
/// What is kept of a distribution p = softmax(z) over the codes at each token y of a crop: everything that the membership scores need.
/// </summary>
/// <param name="rows">(5, L)</param>
/// <param name="tokens">L.</param>
public readonly ref struct TokenStatistics(ReadOnlySpan<float> rows, int tokens)
{
    internal const int Count = 5;

    readonly ReadOnlySpan<float> _rows = rows;

    /// <summary>log p(y) (L), in nats.</summary>
    public ReadOnlySpan<float> LogP => _rows[..tokens];

    /// <summary>μ = Σ p log p (L): the entropy's negative.</summary>
    public ReadOnlySpan<float> Mean => _rows.Slice(tokens, tokens);

    /// <summary>σ² = Σ p (log p − μ)² (L).</summary>
    public ReadOnlySpan<float> Variance => _rows.Slice(2 * tokens, tokens);

    /// <summary>z(y) − max_{v≠y} z(v) (L).</summary>
    public ReadOnlySpan<float> Margin => _rows.Slice(3 * tokens, tokens);

    /// <summary>1 + the codes with a larger logit than y (L).</summary>
    public ReadOnlySpan<float> Rank => _rows.Slice(4 * tokens, tokens);
}
