using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>Table unit_mem_adds: what UnitMem knows of the training beyond the likelihood.</summary>
static class UnitMemAdds
{
    public static void Fill(Measurements measured)
    {
        var connection = measured.Connection;
        foreach (var name in connection.Rows("SELECT DISTINCT contrast FROM contrast ORDER BY contrast", row => row.GetString(0)))
        {
            var images = connection.Rows(
                """
                SELECT image_id, is_positive, coalesce(class_id, -1)
                FROM contrast JOIN image USING (image_id) WHERE contrast = ? ORDER BY image_id
                """,
                row => (Id: row.GetInt32(0), IsPositive: row.GetBoolean(1), Class: row.GetInt32(2)), name);
            bool[] isPositive = [.. images.Select(image => image.IsPositive)];
            var positives = isPositive.Count(positive => positive);
            if (Math.Min(positives, images.Count - positives) < CrossFit.Folds)
                continue;
            int[] ids = [.. images.Select(image => image.Id)];
            var likelihood = ImageScores.Read(
                connection,
                "SELECT score, image_id, value FROM image_score WHERE part = 'likelihood' AND value IS NOT NULL ORDER BY score, image_id", ids);
            var folds = CrossFit.Deal(isPositive, [.. images.Select(image => image.Class)], $"unit_mem_adds folds {name}", measured.Options.Seed);
            foreach (var part in measured.Parts)
            {
                var unitMem = ImageScores.Read(
                    connection,
                    """
                    SELECT score, image_id, value FROM image_score
                    WHERE part = ? AND score IN ('num_mem_units', 'units_owned', 'unit_mem_owned', 'unit_mem_max', 'mean_mu_rank')
                        AND value IS NOT NULL
                    ORDER BY score, image_id
                    """,
                    ids, part.Name);
                if (likelihood.Length == 0 || unitMem.Length == 0)
                    continue;
                var added = Compare(likelihood, unitMem, isPositive, folds, $"unit_mem_adds bootstrap {name}", measured.Options);
                connection.Append(
                    "unit_mem_adds",
                    [[name, part.Name, (long)positives, (long)(images.Count - positives), (long)likelihood.Length, (long)unitMem.Length, .. added]]);
            }
        }
    }

    /// <summary>AUROC of the likelihood, of UnitMem, of both, and both less the likelihood, each with its bootstrap interval.</summary>
    internal static IEnumerable<object?> Compare(
        double[][] likelihood, double[][] unitMem, bool[] isPositive, int[] folds, string purpose, AnalysisOptions options)
    {
        double[][][] sets = [likelihood, unitMem, [.. likelihood, .. unitMem]];
        FoldAuroc[] curves = [.. sets.Select(columns => new FoldAuroc(CrossFit.LogOdds(columns, isPositive, folds), isPositive, folds))];
        int[][] sides = [.. Enumerable.Range(0, isPositive.Length).GroupBy(image => isPositive[image]).Select(side => side.ToArray())];
        var draws = new Draws(options.Permutations, curves.Length + 1);
        Parallel.For(0, options.Permutations, draw =>
        {
            var generator = new Generator(purpose, options.Seed, draw);
            var times = new int[isPositive.Length];
            foreach (var side in sides)
            {
                for (var i = 0; i < side.Length; i++)
                    times[side[generator.Below(side.Length)]]++;
            }
            Measure(times, draws.Row(draw));
        });

        var observed = new double[curves.Length + 1];
        Measure([.. isPositive.Select(_ => 1)], observed);
        foreach (var (statistic, value) in observed.Index())
        {
            var (low, high) = Distribution.Middle95([.. draws.Column(statistic).Where(drawn => !double.IsNaN(drawn))]);
            yield return value;
            yield return low;
            yield return high;
        }

        void Measure(int[] times, Span<double> row)
        {
            for (var curve = 0; curve < curves.Length; curve++)
                row[curve] = curves[curve].Of(times);
            row[^1] = row[^2] - row[0];
        }
    }
}
