namespace VarMem.Analysis.Similarity;

/// <summary>How many tokens of a generated image are those of an image, at the same places.</summary>
public static class TokenAgreement
{
    /// <summary>The share of each scale that was not given, and of all their tokens together; none where all were given.</summary>
    /// <param name="tokens">(L) of the generated image.</param>
    /// <param name="expected">(L) of the image.</param>
    /// <param name="sides">Sides of the scales, Σ p² = L.</param>
    /// <param name="given">How many scales were given.</param>
    public static (IReadOnlyList<(int Scale, double Share)> Scales, double? Overall) Of(
        ReadOnlySpan<long> tokens, ReadOnlySpan<long> expected, IReadOnlyList<int> sides, int given)
    {
        var scales = new List<(int, double)>();
        var (from, equal, counted) = (0, 0, 0);
        for (var scale = 0; scale < sides.Count; scale++)
        {
            var count = sides[scale] * sides[scale];
            if (scale >= given)
            {
                var same = Same(tokens.Slice(from, count), expected.Slice(from, count));
                scales.Add((scale, (double)same / count));
                equal += same;
                counted += count;
            }
            from += count;
        }
        return (scales, counted > 0 ? (double)equal / counted : null);
    }

    static int Same(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        var same = 0;
        for (var i = 0; i < a.Length; i++)
            if (a[i] == b[i]) same++;
        return same;
    }
}
