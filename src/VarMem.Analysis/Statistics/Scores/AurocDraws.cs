using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Scores;

/// <summary>Table auroc_draws: AUROC where the marks that tell the two sides apart are shuffled over the images of each class.</summary>
static class AurocDraws
{
    /// <summary>A score on the images of a contrast.</summary>
    /// <param name="Score">The score.</param>
    /// <param name="Ranks">(images of the contrast), 0 where one has no value.</param>
    /// <param name="Has">(images of the contrast), whether it has.</param>
    /// <param name="Observed">What the marks themselves make of it.</param>
    sealed record Ranked(Score Score, double[] Ranks, bool[] Has, Separation Observed)
    {
        public bool IsComplete => Observed.Positives + Observed.Negatives == Has.Length;
    }

    public static void Fill(Measurements measured) => measured.Connection.Append("auroc_draws",
        measured.Scores.Contrasts.SelectMany(contrast => Rows(contrast, measured.Scores, measured.Options)));

    static IEnumerable<object?[]> Rows(Contrast contrast, ImageScores scores, AnalysisOptions options)
    {
        var rows = contrast.Rows;
        var marks = new MarkPermutation(
            [.. rows.Select(row => contrast.Sides[row] == Side.Positive)], [.. rows.Select(row => scores.Classes[row])]);
        Ranked[] ranked = [.. scores.All.AsParallel().AsOrdered().Select(score => Rank(score, contrast)).Where(one => one.Observed.HasBothSides)];
        // Of a score that images lack, the number of marked ones that have it is drawn too.
        Ranked[] incomplete = [.. ranked.Where(one => !one.IsComplete)];
        double[][] weights =
        [
            .. rows.Select((_, i) => ranked.Select(one => one.Ranks[i]).Concat(incomplete.Select(one => one.Has[i] ? 1.0 : 0)).ToArray()),
        ];
        var draws = marks.Sums(weights, ranked.Length + incomplete.Length, options.Permutations, $"auroc {contrast.Name}", options.Seed);
        foreach (var (s, one) in ranked.Index())
        {
            var (positives, images) = (one.Observed.Positives, one.Observed.Positives + one.Observed.Negatives);
            double[] permuted = one.IsComplete
                ? [.. draws.Column(s).Select(sum => Auroc(sum, positives, images))]
                : [.. draws.Column(s).Zip(draws.Column(ranked.Length + Array.IndexOf(incomplete, one)), (sum, marked) => Auroc(sum, marked, images))];
            var (observed, mean) = (one.Observed.Auroc, Distribution.Mean(permuted));
            var (low, high) = Distribution.Middle95(permuted);
            yield return
            [
                contrast.Name, one.Score.Part, one.Score.Name, mean, Distribution.StandardDeviation(permuted),
                Distribution.TwoSidedP(permuted, observed, mean), Math.Max(0, observed - (high - mean)), Math.Min(1, observed + (mean - low)),
            ];
        }
    }

    static Ranked Rank(Score score, Contrast contrast)
    {
        bool[] has = [.. contrast.Rows.Select(row => !double.IsNaN(score.Values[row]))];
        var ranks = new double[has.Length];
        int[] present = [.. Enumerable.Range(0, has.Length).Where(i => has[i])];
        foreach (var (i, rank) in present.Zip(Ranks.Midranks([.. present.Select(i => score.Values[contrast.Rows[i]])])))
            ranks[i] = rank;
        return new(score, ranks, has, new FallingScore(score.Values, contrast.Rows).Separate(contrast.Sides));
    }

    /// <summary>
    /// Mann and Whitney's: pairs of a positive and a negative image that are in order, ties half, of all pairs; 1/2 where there is none.
    /// </summary>
    static double Auroc(double rankSum, double positives, double images)
    {
        var pairs = positives * (images - positives);
        return pairs == 0 ? 0.5 : (rankSum - positives * (positives + 1) / 2) / pairs;
    }
}
