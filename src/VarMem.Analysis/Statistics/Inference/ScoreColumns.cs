using VarMem.Analysis.Statistics.Scores;

namespace VarMem.Analysis.Statistics.Inference;

/// <summary>Scores as columns to sum and to fit.</summary>
static class ScoreColumns
{
    /// <summary>Those of a part that every one of some images has, finite and not the same for all of them: (scores, all images).</summary>
    public static double[][] Usable(this ImageScores scores, string part, int[] rows) =>
    [
        .. from score in scores.All
           where score.Part == part && rows.Length > 0
           let values = Array.ConvertAll(rows, row => score.Values[row])
           where values.All(double.IsFinite) && values.Min() < values.Max()
           select score.Values,
    ];

    /// <summary>The columns of some rows.</summary>
    public static double[][] Of(this double[][] columns, int[] rows) =>
        Array.ConvertAll(columns, column => Array.ConvertAll(rows, row => column[row]));
}
