namespace VarMem.Analysis.Resampling;

/// <summary>Ranks from 1; equal values share the mean of theirs.</summary>
static class Ranks
{
    public static double[] Midranks(ReadOnlySpan<double> values)
    {
        var (sorted, items) = (values.ToArray(), Enumerable.Range(0, values.Length).ToArray());
        Array.Sort(sorted, items);
        var ranks = new double[values.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start];)
                end++;
            for (var i = start; i < end; i++)
                ranks[items[i]] = (start + 1 + end) / 2.0;
        }
        return ranks;
    }

    /// <summary>Spearman's ρ: the correlation of the midranks; null where one side is constant.</summary>
    public static double? Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (ranksX, ranksY, mean) = (Midranks(x), Midranks(y), (x.Length + 1) / 2.0);
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < ranksX.Length; i++)
        {
            var (dx, dy) = (ranksX[i] - mean, ranksY[i] - mean);
            (xy, xx, yy) = (xy + dx * dy, xx + dx * dx, yy + dy * dy);
        }
        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : null;
    }
}
