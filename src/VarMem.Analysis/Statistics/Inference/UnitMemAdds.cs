using VarMem.Analysis.Resampling;
using VarMem.Analysis.Statistics.Scores;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>Table unit_mem_adds: what UnitMem knows of the training beyond the likelihood.</summary>
static class UnitMemAdds
{
    public static void Fill(Measurements measured)
    {
        var scores = measured.Scores;
        foreach (var contrast in scores.Contrasts)
        {
            var rows = contrast.Rows;
            var isPositive = Array.ConvertAll(rows, row => contrast.Sides[row] == Side.Positive);
            var positives = isPositive.Count(positive => positive);
            var likelihood = scores.Usable("likelihood", rows);
            if (Math.Min(positives, rows.Length - positives) < CrossFit.Folds || likelihood.Length == 0)
                continue;
            var fold = NestedChoice.Deal(contrast, scores.Classes, measured.Options.Seed);
            foreach (var part in measured.Parts.Select(part => part.Name))
            {
                var unitMem = scores.Usable(part, rows);
                if (unitMem.Length == 0)
                    continue;
                var added = Compare(
                    likelihood.Of(rows), unitMem.Of(rows), isPositive, Array.ConvertAll(rows, row => fold[row]),
                    $"unit_mem_adds {contrast.Name}", measured.Options);
                measured.Connection.Append("unit_mem_adds",
                [
                    [
                        contrast.Name, part, (long)positives, (long)(rows.Length - positives), (long)likelihood.Length, (long)unitMem.Length,
                        .. added,
                    ],
                ]);
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
