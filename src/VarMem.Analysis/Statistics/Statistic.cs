using VarMem.Analysis.Statistics.Subsets;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics;

/// <summary>Fills a table that a script of sql/metrics has made empty: what SQL cannot draw, sort or test well.</summary>
delegate void Statistic(DuckDbConnection connection, AnalysisOptions options);

/// <summary>All of them, by the name of the script that they run behind.</summary>
static class AllStatistics
{
    public static IReadOnlyDictionary<string, Statistic> ByScript { get; } = new Dictionary<string, Statistic>
    {
        ["17_image_mu_rank"] = (connection, _) => ImageMuRank.Fill(connection),
        ["24_train_val_draws"] = TrainValDraws.Fill,
        ["28_leave_owners_out"] = ImageSubsets.Fill,
        ["33_tpr_at_fpr"] = (connection, _) => BinomialIntervals.Fill(connection),
        ["34_auroc_draws"] = AurocDraws.Fill,
        ["37_image_correlation_draws"] = CorrelationDraws.Fill,
        ["90_finding"] = (connection, _) => Findings.Fill(connection),
    };
}
