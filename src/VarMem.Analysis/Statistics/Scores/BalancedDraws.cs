using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Scores;

/// <summary>Table balanced_draws: how well scores tell equally many images of either side apart, drawn again and again.</summary>
static class BalancedDraws
{
    const int Draws = 250, MostImages = 5000;

    public static void Fill(Measurements measured) => measured.Connection.Append("balanced_draws",
        measured.Scores.Contrasts.SelectMany(contrast => Rows(contrast, measured.Scores, measured.Options.Seed)));

    static IEnumerable<object?[]> Rows(Contrast contrast, ImageScores scores, long seed)
    {
        int[] positives = [.. contrast.Rows.Where(row => contrast.Sides[row] == Side.Positive)];
        int[] negatives = [.. contrast.Rows.Where(row => contrast.Sides[row] == Side.Negative)];
        var n = Math.Min(MostImages, Math.Min(positives.Length, negatives.Length) / 2);
        if (n == 0)
            return [];

        // The same draws for every score.
        var drawn = new Side[Draws][];
        Parallel.For(0, Draws, draw =>
        {
            var generator = new Generator($"balanced {contrast.Name}", seed, draw);
            drawn[draw] = new Side[contrast.Sides.Length];
            foreach (var (side, rows) in new[] { (Side.Positive, positives), (Side.Negative, negatives) })
            {
                var shuffled = rows.ToArray();
                generator.Choose<int>(shuffled, n);
                foreach (var row in shuffled.AsSpan(0, n))
                    drawn[draw][row] = side;
            }
        });

        return
            from row in scores.All.AsParallel().AsOrdered().Select(score =>
            {
                var falling = new FallingScore(score.Values, contrast.Rows);
                Separation[] told = [.. drawn.Select(sides => falling.Separate(sides)).Where(told => told.HasBothSides)];
                double[] auroc = [.. told.Select(one => one.Auroc)], tpr = [.. told.Select(one => one.TprAt1Percent)];
                return new object?[]
                {
                    contrast.Name, score.Part, score.Name, n, told.Length, Distribution.Mean(auroc), Distribution.StandardDeviation(auroc),
                    Distribution.Mean(tpr), Distribution.StandardDeviation(tpr),
                };
            })
            where (int)row[4]! > 0
            select row;
    }
}
