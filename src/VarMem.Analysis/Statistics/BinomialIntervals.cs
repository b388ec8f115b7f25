using MathNet.Numerics.Distributions;

namespace VarMem.Analysis.Statistics;

/// <summary>Columns NAME_low and NAME_high of a table: exact binomial intervals of a share.</summary>
static class BinomialIntervals
{
    /// <summary>Fills those of a table whose column <paramref name="share"/> is <paramref name="successes"/> / <paramref name="trials"/>.</summary>
    public static Statistic Of(string table, string share, string successes, string trials) => measured =>
    {
        var connection = measured.Connection;
        var counts = connection.Rows(
            $"SELECT DISTINCT {successes}, {trials} FROM {table}", row => (Successes: row.GetInt64(0), Trials: row.GetInt64(1)));
        foreach (var (successful, tried) in counts)
        {
            var (low, high) = ClopperPearson(successful, tried);
            connection.Run(
                $"UPDATE {table} SET {share}_low = ?, {share}_high = ? WHERE {successes} = ? AND {trials} = ?", low, high, successful, tried);
        }
    };

    /// <summary>
    /// The exact 95 % interval of a probability (Clopper and Pearson 1934): quantiles 2.5 % of Beta(k, n − k + 1) and 97.5 % of
    /// Beta(k + 1, n − k).
    /// </summary>
    internal static (double Low, double High) ClopperPearson(long successes, long trials) => (
        successes == 0 ? 0 : Beta.InvCDF(successes, trials - successes + 1, 0.025),
        successes == trials ? 1 : Beta.InvCDF(successes + 1, trials - successes, 0.975));
}
