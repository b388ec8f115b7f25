using VarMem.Analysis;
using VarMem.Store.DuckDb;
using VarMem.Tests.Sql;

namespace VarMem.Tests.Analysis;

public sealed class AnalyzerTest : IDisposable
{
    const string Tables = "SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY table_name";

    readonly DuckDbConnection _connection = Database.OpenEmpty();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Run_ReportsEveryMetric_InOrder()
    {
        Fill();
        var names = new List<string>();
        Analyzer.Run(_connection, new(), metric => names.Add(metric.Name));
        Assert.Equal(
            [
                "00_unit_peak", "01_unit_mem", "02_u10_threshold", "03_num_mem_units", "04_ownership", "05_lorenz", "06_concentration",
                "07_localization", "08_localization_by_block", "09_localization_by_kind", "10_train_val_owner", "11_shown",
                "12_depth_diversity", "13_class_mem", "14_class_influence", "15_top_unit", "16_least_unit", "17_image_mu_rank", "18_least_image",
                "19_unit_mem_scale", "20_localization_by_scale", "21_held_out_unit_mem", "22_held_out_summary", "23_owner_weight",
                "24_train_val_draws", "25_train_val_test", "26_n_curve", "27_half_split", "28_leave_owners_out", "29_crop_noise", "30_score",
                "31_image_score", "32_contrast", "33_roc", "34_tpr_at_fpr", "35_auroc_draws", "36_ground_truth", "37_image_rank",
                "38_image_correlation_draws", "39_image_correlation", "40_balanced_draws", "41_nested_choice", "42_auroc_by_class",
                "43_auroc_by_difficulty", "44_score_correlation", "45_dataset_inference", "46_detection", "47_unit_mem_adds", "48_image_nll",
                "49_bits_saved", "50_capacity", "51_likelihood_bins", "52_candidate_share", "53_attempt", "54_extraction_threshold", "55_extraction",
                "56_precision_recall", "57_extraction_f1", "58_nearest_ratio", "59_nearest_ratio_score", "60_clique",
                "62_intervention_image", "63_intervention_change", "64_intervention_interval", "65_dose_response",
                "66_intervention_continuation", "67_continuation_response", "90_finding",
            ],
            names);
    }

    [Fact]
    public void Run_Again_ReplacesSettingsAndResults()
    {
        Fill();
        Analyzer.Run(_connection, new());
        Analyzer.Run(_connection, new() { Percentile = 97.5, Rest = RestKind.Median, Permutations = 10, Seed = 7 });
        Assert.Equal(
            ["analysis_seed=7", "percentile=97.5", "permutations=10", "rest=median"],
            Texts("SELECT key || '=' || value FROM setting ORDER BY key"));
        Assert.Equal(["97.5"], Texts("SELECT DISTINCT percentile::VARCHAR FROM u10_threshold"));
    }

    [Fact]
    public void Run_Failing_LeavesTheResultsBefore()
    {
        Fill();
        Analyzer.Run(_connection, new());
        _connection.Run("DROP TABLE train_val_owner; CREATE VIEW train_val_owner AS SELECT 1 AS in_the_way");

        Assert.Throws<DuckDbException>(() => Analyzer.Run(_connection, new() { Percentile = 50 }));

        Assert.Equal(["90.0"], Texts("SELECT DISTINCT percentile::VARCHAR FROM u10_threshold"));
        Assert.Equal(["90"], Texts("SELECT value FROM setting WHERE key = 'percentile'"));
    }

    /// <summary>Activations over 20 orders of magnitude, whose sums in doubles depend on the order of adding.</summary>
    [Fact]
    public void Run_AnyNumberOfThreads_SameBits()
    {
        _connection.Run(
            """
            INSERT INTO layer VALUES (0, 'x', 'transformer', 0, 'ffn.fc1', 5000, 0);
            INSERT INTO image (image_id, path, class_id, split, canary, done_at)
                SELECT image_id, 'x', image_id % 7, if(image_id % 3 = 0, 'train', 'val'), image_id % 9 = 0, '2026-01-01'
                FROM range(80) AS images(image_id);
            INSERT INTO image_statistic
                SELECT image_id, h % 100 / 7, h % 19 / 3, h % 37 / 9, h % 11, h % 101 / 13, h % 7, h % 5, h % 1000
                FROM (SELECT image_id, hash(image_id) % 10007 AS h FROM range(80) AS images(image_id));
            INSERT INTO activation
                SELECT image_id, unit_id, exp(hash(image_id, unit_id) % 4600 / -100.0)
                FROM range(80) AS images(image_id), range(5000) AS units(unit_id);
            INSERT INTO activation_scale
                SELECT image_id, unit_id, scale, exp(hash(image_id, unit_id, scale) % 4600 / -100.0)
                FROM range(80) AS images(image_id), range(5000) AS units(unit_id), range(2) AS scales(scale);
            INSERT INTO scale VALUES (0, 1, 0, 1), (1, 2, 1, 4);
            INSERT INTO likelihood
                SELECT image_id, scale, 10, exp(h / 100), exp(h / 150), h, 7 * h, h % 11
                FROM (SELECT image_id, scale, hash(image_id, scale) % 1000 AS h FROM range(80) AS images(image_id), range(2) AS scales(scale));
            INSERT INTO membership_score
                SELECT image_id, score, exp(hash(image_id, score) % 4600 / -100.0)
                FROM range(80) AS images(image_id), unnest(['loss', 'cfg_loss', 'mink_10', 'mink_20', 'cfg_surp_2_10']) AS scores(score)
                WHERE score <> 'cfg_surp_2_10' OR image_id % 5 > 0;
            INSERT INTO intervention
                SELECT id, 'U10', if(id % 3 = 0, NULL, if(id % 3 = 1, 'random', 'matched')), if(id % 3 = 0, 0, 1), if(id = 0, 1, id // 3 / -10), NULL, 9
                FROM range(9) AS interventions(id) WHERE id NOT IN (1, 2);
            INSERT INTO intervention_unit SELECT NULL, 0, unit_id FROM range(500) AS units(unit_id);
            INSERT INTO intervention_likelihood
                SELECT id, image_id, exp(hash(id, image_id) % 4600 / -100.0)
                FROM range(9) AS interventions(id), range(80) AS images(image_id) WHERE id NOT IN (1, 2);
            SET threads = 1;
            """);
        var given = Texts(Tables);
        Analyzer.Run(_connection, new() { Permutations = 100 });
        var results = Texts(Tables).Except(given).ToList();
        results.ForEach(table => _connection.Run($"CREATE TABLE {table}_before AS FROM {table}"));
        _connection.Run("SET threads = 4");
        Analyzer.Run(_connection, new() { Permutations = 100 });
        Assert.All(results, table => Assert.Equal(
            [$"{table} 0"], Texts($"SELECT '{table} ' || count(*) FROM (FROM {table} EXCEPT FROM {table}_before)")));
    }

    [Fact]
    public void Run_NoPermutations_DrawsNothing()
    {
        Fill();
        _connection.Run("UPDATE image SET split = if(image_id = 0, 'train', 'val'), canary = image_id = 0");
        Analyzer.Run(_connection, new() { Permutations = 0 });
        Assert.All(
            ["train_val_draws", "train_val_permutation", "auroc_draws", "image_correlation_draws", "n_curve", "half_split", "balanced_draws"],
            table => Assert.Empty(Texts($"SELECT 'row' FROM {table}")));
        Assert.NotEmpty(Findings.Read(_connection));
    }

    [Theory]
    [InlineData(-1, "-1")]
    [InlineData(100.5, "100.5")]
    [InlineData(double.NaN, "NaN")]
    public void Run_PercentileOutOfRange_Throws(double percentile, string found)
    {
        Fill();
        var error = Assert.Throws<AnalysisException>(() => Analyzer.Run(_connection, new() { Percentile = percentile }));
        Assert.Equal(
            $"Found percentile {found}; expected 0 to 100, such as 90: the tenth of the units with the highest UnitMem.", error.Message);
    }

    [Fact]
    public void Run_NoImages_Throws()
    {
        var error = Assert.Throws<AnalysisException>(() => Analyzer.Run(_connection, new()));
        Assert.Equal(
            "Found no measured image in :memory:; expected at least one, better some hundred. Run 'varmem extract' into it first.",
            error.Message);
    }

    /// <summary>Two images, one unit.</summary>
    void Fill() => _connection.Run(
        """
        INSERT INTO layer VALUES (0, 'x', 'transformer', 0, 'ffn.fc1', 1, 0);
        INSERT INTO image (image_id, path, done_at) VALUES (0, 'a', '2026-01-01'), (1, 'b', '2026-01-01');
        INSERT INTO activation VALUES (0, 0, 1), (1, 0, 3);
        """);

    List<string> Texts(string sql) => _connection.Rows(sql, row => row.GetString(0));
}
