using MathNet.Numerics.Distributions;

namespace VarMem.Analysis.Statistics;

/// <summary>The columns tpr_low and tpr_high of table tpr_at_fpr: exact binomial intervals.</summary>
static class BinomialIntervals
{
    public static void Fill(Measurements measured)
    {
        var connection = measured.Connection;
        var counts = connection.Rows(
            "SELECT DISTINCT true_positives, positives FROM tpr_at_fpr",
            row => (Successes: row.GetInt64(0), Trials: row.GetInt64(1)));
        foreach (var (successes, trials) in counts)
        {
            var (low, high) = ClopperPearson(successes, trials);
            connection.Run(
                "UPDATE tpr_at_fpr SET tpr_low = ?, tpr_high = ? WHERE true_positives = ? AND positives = ?", low, high, successes, trials);
        }
    }

    /// <summary>
    /// The exact 95 % interval of a probability (Clopper and Pearson 1934): quantiles 2.5 % of Beta(k, n − k + 1) and 97.5 % of
    /// Beta(k + 1, n − k).
    /// </summary>
    internal static (double Low, double High) ClopperPearson(long successes, long trials) => (
        successes == 0 ? 0 : Beta.InvCDF(successes, trials - successes + 1, 0.025),
        successes == trials ? 1 : Beta.InvCDF(successes + 1, trials - successes, 0.975));
}
