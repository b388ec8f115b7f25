using System.Numerics.Tensors;

namespace VarMem.Analysis.Statistics.Scores;

/// <summary>
/// Table score_correlation: Spearman's rank correlation of every two scores over the images that have both. Scores are sorted once; ranks
/// among fewer images follow from that order.
/// </summary>
static class ScoreCorrelation
{
    /// <summary>A score's images by rising value.</summary>
    /// <param name="Score">The score.</param>
    /// <param name="Rows">Those that have it.</param>
    /// <param name="Ranks">Their ranks among themselves, as <see cref="RanksAmong"/> gives them.</param>
    sealed record Sorted(Score Score, int[] Rows, double[] Ranks)
    {
        public bool IsComplete => Rows.Length == Score.Values.Length;
    }

    public static void Fill(Measurements measured)
    {
        // The images that have any score: where all have two, these need no other ranks than their own.
        var all = measured.Scores.All;
        int[] rows = [.. Enumerable.Range(0, measured.Scores.Ids.Length).Where(row => all.Any(score => !double.IsNaN(score.Values[row])))];
        Sorted[] sorted = [.. all.AsParallel().AsOrdered().Select(score => Sort(score with { Values = Array.ConvertAll(rows, row => score.Values[row]) }))];
        measured.Connection.Append("score_correlation",
            from ofScore in sorted.AsParallel().AsOrdered().Select(a => Array.ConvertAll(sorted, b => Row(a, b)))
            from row in ofScore
            where row is not null
            select row);
    }

    static Sorted Sort(Score score)
    {
        int[] rows = [.. Enumerable.Range(0, score.Values.Length).Where(row => !double.IsNaN(score.Values[row])).OrderBy(row => score.Values[row])];
        var sorted = new Sorted(score, rows, []);
        return sorted with { Ranks = RanksAmong(sorted, sorted) };
    }

    /// <returns>Null where no image has both.</returns>
    static object?[]? Row(Sorted a, Sorted b)
    {
        var (x, y) = a.IsComplete && b.IsComplete ? (a.Ranks, b.Ranks) : (RanksAmong(a, b), RanksAmong(b, a));
        var images = a.IsComplete ? b.Rows.Length : a.Rows.Count(row => !double.IsNaN(b.Score.Values[row]));
        if (images == 0)
            return null;
        var squares = TensorPrimitives.SumOfSquares<double>(x) * TensorPrimitives.SumOfSquares<double>(y);
        return [a.Score.Part, a.Score.Name, b.Score.Part, b.Score.Name, images, squares > 0 ? TensorPrimitives.Dot<double>(x, y) / Math.Sqrt(squares) : null];
    }

    /// <summary>
    /// For each image its midrank in <paramref name="score"/> less the mean of all, both among the images that <paramref name="other"/> has too;
    /// 0 for those that lack either.
    /// </summary>
    static double[] RanksAmong(Sorted score, Sorted other)
    {
        var (values, ranks) = (score.Score.Values, new double[score.Score.Values.Length]);
        var rows = other.IsComplete || ReferenceEquals(score, other) ? score.Rows : Array.FindAll(score.Rows, row => !double.IsNaN(other.Score.Values[row]));
        for (int start = 0, end; start < rows.Length; start = end)
        {
            for (end = start + 1; end < rows.Length && values[rows[end]] == values[rows[start]];)
                end++;
            for (var i = start; i < end; i++)
                ranks[rows[i]] = (start + end - rows.Length) / 2.0; // (start + 1 + end)/2 − (n + 1)/2
        }
        return ranks;
    }
}
