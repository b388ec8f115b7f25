using VarMem.Analysis.Resampling;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

/// <summary>Table auroc_draws: AUROC where the marks that tell the two sides apart are shuffled over the images of each class.</summary>
static class AurocDraws
{
    public static void Fill(Measurements measured)
    {
        var (connection, options) = (measured.Connection, measured.Options);
        var names = connection.Rows("SELECT DISTINCT contrast FROM contrast ORDER BY contrast", row => row.GetString(0));
        connection.Append("auroc_draws", names.SelectMany(name => Rows(connection, name, options)));
    }

    static IEnumerable<object?[]> Rows(DuckDbConnection connection, string contrast, AnalysisOptions options)
    {
        var images = connection.Rows(
            """
            SELECT image_id, is_positive, coalesce(class_id, -1)
            FROM contrast JOIN image USING (image_id) WHERE contrast = ? ORDER BY image_id
            """,
            row => (Id: row.GetInt32(0), IsPositive: row.GetBoolean(1), Class: row.GetInt32(2)), contrast);
        var rowOfId = images.Index().ToDictionary(image => image.Item.Id, image => image.Index);
        bool[] isPositive = [.. images.Select(image => image.IsPositive)];
        var positives = isPositive.Count(marked => marked);
        var marks = new MarkPermutation(isPositive, [.. images.Select(image => image.Class)]);

        var scores = ReadScores(connection, rowOfId);
        double[][] ranks = [.. scores.Select(score => Ranks.Midranks(score.Values))]; // (scores, images)
        double[][] weights = [.. images.Select((_, row) => ranks.Select(score => score[row]).ToArray())];
        var draws = marks.Sums(weights, scores.Count, options.Permutations, $"auroc {contrast}", options.Seed);
        foreach (var (s, score) in scores.Index())
        {
            var observed = Auroc(Enumerable.Range(0, images.Count).Where(row => isPositive[row]).Sum(row => ranks[s][row]));
            double[] permuted = [.. draws.Column(s).Select(Auroc)];
            var mean = Distribution.Mean(permuted);
            var (low, high) = Distribution.Middle95(permuted);
            yield return
            [
                contrast, score.Part, score.Name, mean, Distribution.StandardDeviation(permuted),
                Distribution.TwoSidedP(permuted, observed, mean), Math.Max(0, observed - (high - mean)), Math.Min(1, observed + (mean - low)),
            ];
        }

        // Mann and Whitney's: pairs of a positive and a negative image that are in order, ties half, of all pairs.
        double Auroc(double rankSum) =>
            (rankSum - positives * (positives + 1) / 2.0) / ((double)positives * (images.Count - positives));
    }

    /// <summary>The scores that every image of the contrast has.</summary>
    static List<(string Part, string Name, double[] Values)> ReadScores(DuckDbConnection connection, Dictionary<int, int> rowOfId)
    {
        var cells = connection.Rows(
            "SELECT part, score, image_id, value FROM image_score WHERE value IS NOT NULL ORDER BY part, score, image_id",
            row => (Part: row.GetString(0), Score: row.GetString(1), Id: row.GetInt32(2), Value: row.GetDouble(3)));
        return
        [
            .. from cell in cells
               where rowOfId.ContainsKey(cell.Id)
               group cell.Value by (cell.Part, cell.Score) into score
               where score.Count() == rowOfId.Count
               select (score.Key.Part, score.Key.Score, score.ToArray()),
        ];
    }
}
