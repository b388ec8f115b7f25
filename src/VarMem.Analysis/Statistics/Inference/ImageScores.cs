using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>Scores of images as columns to fit and to sum.</summary>
static class ImageScores
{
    /// <summary>
    /// A column for each score that every one of the images has, finite and not the same for all: (scores, images).
    /// </summary>
    /// <param name="connection">The database.</param>
    /// <param name="sql">Gives score, image_id and value, in the order of score and image_id.</param>
    /// <param name="images">image_id, rising.</param>
    /// <param name="parameters">Of the query.</param>
    public static double[][] Read(DuckDbConnection connection, string sql, IReadOnlyCollection<int> images, params ReadOnlySpan<object?> parameters)
    {
        var wanted = images.ToHashSet();
        var cells = connection.Rows(
            sql, row => (Score: row.GetString(0), Image: row.GetInt32(1), Value: row.GetDouble(2)), parameters);
        return
        [
            .. from cell in cells
               where wanted.Contains(cell.Image) && double.IsFinite(cell.Value)
               group cell.Value by cell.Score into score
               where score.Count() == wanted.Count && score.Min() < score.Max()
               select score.ToArray(),
        ];
    }

    /// <summary>The columns of some rows.</summary>
    public static double[][] Of(this double[][] columns, int[] rows) =>
        Array.ConvertAll(columns, column => Array.ConvertAll(rows, row => column[row]));
}
