using VarMem.Analysis.Statistics.Inference;
using VarMem.Analysis.Statistics.Interventions;
using VarMem.Analysis.Statistics.Scores;
using VarMem.Analysis.Statistics.Subsets;

namespace VarMem.Analysis.Statistics;

/// <summary>Fills a table that a script of sql/metrics has made empty: what SQL cannot draw, sort or test well.</summary>
delegate void Statistic(Measurements measured);

/// <summary>All of them, by the name of the script that they run behind.</summary>
static class AllStatistics
{
    public static IReadOnlyDictionary<string, Statistic> ByScript { get; } = new Dictionary<string, Statistic>
    {
        ["00_unit_peak"] = UnitPeaks.Fill,
        ["13_class_mem"] = OfAll(ClassMem.Fill),
        ["17_image_mu_rank"] = OfAll(ImageMuRank.Fill),
        ["21_held_out_unit_mem"] = OfAll(HeldOutUnitMem.Fill),
        ["24_train_val_draws"] = Drawn(TrainValDraws.Fill),
        ["28_leave_owners_out"] = OfAll(ImageSubsets.Fill),
        ["34_tpr_at_fpr"] = BinomialIntervals.Of("tpr_at_fpr", "tpr", "true_positives", "positives"),
        ["35_auroc_draws"] = Drawn(AurocDraws.Fill),
        ["38_image_correlation_draws"] = Drawn(CorrelationDraws.Fill),
        ["40_balanced_draws"] = Drawn(BalancedDraws.Fill),
        ["41_nested_choice"] = NestedChoice.Fill,
        ["42_auroc_by_class"] = AurocByGroup.FillByClass,
        ["43_auroc_by_difficulty"] = AurocByGroup.FillByDifficulty,
        ["44_score_correlation"] = ScoreCorrelation.Fill,
        ["45_dataset_inference"] = Drawn(DatasetInference.Fill),
        ["47_unit_mem_adds"] = Drawn(UnitMemAdds.Fill),
        ["50_capacity"] = Drawn(CapacityIntervals.Fill),
        ["51_likelihood_bins"] = BinomialIntervals.Of("likelihood_bins", "share", "top_count", "image_count"),
        ["55_extraction"] = BinomialIntervals.Of("extraction", "share", "extracted_count", "candidate_count"),
        ["60_clique"] = Cliques.Fill,
        ["64_intervention_interval"] = Drawn(InterventionIntervals.Fill),
        ["90_finding"] = measured => Findings.Fill(measured.Connection),
    };

    /// <summary>Leaves the tables empty where a merge has not kept all activations.</summary>
    static Statistic OfAll(Statistic statistic) => measured =>
    {
        if (measured.HasAllActivations)
            statistic(measured);
    };

    /// <summary>Leaves the table empty where no draws are asked for.</summary>
    static Statistic Drawn(Statistic statistic) => measured =>
    {
        if (measured.Options.Permutations > 0)
            statistic(measured);
    };
}
