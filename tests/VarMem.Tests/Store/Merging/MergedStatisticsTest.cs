using FsCheck;
using FsCheck.Fluent;
using VarMem.Analysis;
using VarMem.Store;
using VarMem.Store.DuckDb;
using VarMem.Store.Merging;
using VarMem.Tests.Analysis;
using VarMem.Tests.EndToEnd;

namespace VarMem.Tests.Store.Merging;

/// <summary>However images are dealt to shards, the analysis of the shards merged is that of one database.</summary>
public class MergedStatisticsTest
{
    static readonly AnalysisOptions Options = new() { Permutations = 20, Percentile = 60 };

    /// <summary>Settings of the merge and tables that only one that leaves activations out fills.</summary>
    static readonly string[] OwnSettings = ["merged", "merged_images", "keep"];

    /// <summary>Tables of which nothing is there without all activations.</summary>
    static readonly string[] Empty =
    [
        "activation_scale", "activation_noise", "class_mem", "image_mu_rank", "least_image", "unit_mem_scale", "localization_by_scale",
        "held_out_unit_mem", "held_out_summary", "n_curve", "half_split", "leave_owners_out", "crop_noise",
    ];

    /// <summary>Tables of which a part needs all activations: what the rest is.</summary>
    static readonly Dictionary<string, string> Rest = new()
    {
        ["owner_weight"] = "FROM owner_weight WHERE grouping <> 'scale'",
        ["train_val_draws"] = "FROM train_val_draws WHERE grouping <> 'scale'",
        ["train_val_test"] = "FROM train_val_test WHERE grouping <> 'scale'",
        ["image_score"] = "FROM image_score WHERE score <> 'mean_mu_rank'",
        ["roc"] = "FROM roc WHERE score <> 'mean_mu_rank'",
        ["tpr_at_fpr"] = "FROM tpr_at_fpr WHERE score <> 'mean_mu_rank'",
        ["auroc_draws"] = "FROM auroc_draws WHERE score <> 'mean_mu_rank'",
        ["balanced_draws"] = "FROM balanced_draws WHERE score <> 'mean_mu_rank'",
        ["auroc_by_class"] = "FROM auroc_by_class WHERE score <> 'mean_mu_rank'",
        ["auroc_by_difficulty"] = "FROM auroc_by_difficulty WHERE score <> 'mean_mu_rank'",
        ["score_correlation"] = "FROM score_correlation WHERE score <> 'mean_mu_rank' AND other_score <> 'mean_mu_rank'",
        ["image_rank"] = "FROM image_rank WHERE variable <> 'mean_mu_rank'",
        ["image_correlation_draws"] = "FROM image_correlation_draws WHERE target <> 'mean_mu_rank'",
        // Holm and Benjamini-Hochberg correct for the number of tests.
        ["ground_truth"] = "SELECT * EXCLUDE (p_holm) FROM ground_truth WHERE score <> 'mean_mu_rank'",
        ["image_correlation"] = "SELECT * EXCLUDE (p_holm, p_bh) FROM image_correlation WHERE target <> 'mean_mu_rank'",
        ["finding"] = "SELECT part, sentence FROM finding WHERE topic < '07'",
    };

    /// <summary>Tables that a merge leaves out itself, or puts in their place.</summary>
    static readonly string[] NotCompared = ["activation", "partial_peak"];

    [Theory]
    [InlineData(Keep.All), InlineData(Keep.Top), InlineData(Keep.None)]
    public void Analysis_OfShards_EqualsThatOfOneDatabase(Keep keep) => Prop.ForAll(Dealt, dealt =>
    {
        using var folder = new TempFolder();
        var (data, count) = (dealt.Data, dealt.Shard.Max() + 1);
        var one = Write(folder.File("one.duckdb"), data, Enumerable.Range(0, data.ImageCount));
        string[] shards = [.. Enumerable.Range(0, count).Select(shard => Write(
            folder.File($"{shard}.duckdb"), data, Enumerable.Range(0, data.ImageCount).Where(image => dealt.Shard[image] == shard),
            new("shard", $"{shard + 1}/{count}"), new("shard_images", $"{data.ImageCount}")))];
        var merged = folder.File("merged.duckdb");
        ShardMerge.Open(shards, new(keep)).WriteTo(merged, PartialPeaks.Add);
        foreach (var file in (string[])[one, merged])
        {
            using var connection = DatabaseFile.OpenReadWrite(file);
            Analyzer.Run(connection, Options);
        }
        if (keep == Keep.All)
            Databases.RequireEqual(one, merged, OwnSettings);
        else
            RequireWhatFollowsFromPeaks(one, merged);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    /// <summary>Images in one or more of three shards, whichever.</summary>
    static Arbitrary<(RandomCase Data, int[] Shard)> Dealt { get; } = (
        from data in RandomCase.Arbitrary.Generator
        where data.ImageCount > 0
        from shard in Gen.Choose(0, 2).ArrayOf(data.ImageCount)
        select (data, shard)).ToArbitrary();

    static void RequireWhatFollowsFromPeaks(string one, string merged)
    {
        using var expected = DatabaseFile.OpenReadOnly(one);
        using var found = DatabaseFile.OpenReadOnly(merged);
        var tables = expected.Rows("SELECT table_name FROM duckdb_tables() ORDER BY ALL", row => row.GetString(0));
        Assert.Empty(Empty.Concat(Rest.Keys).Except(tables));
        foreach (var table in tables.Except(NotCompared))
        {
            if (Empty.Contains(table))
                Assert.True(Texts(found, $"FROM {table}").Count == 0, $"{table} has rows");
            else
                Assert.Equal(Texts(expected, Query(table)), Texts(found, Query(table)));
        }

        static string Query(string table) => Rest.GetValueOrDefault(table) ?? table switch
        {
            "setting" => $"FROM setting WHERE key NOT IN ({string.Join(", ", OwnSettings.Select(key => $"'{key}'"))})",
            "image" => "SELECT * EXCLUDE (done_at) FROM image",
            _ => $"FROM {table}",
        };

        static List<string> Texts(DuckDbConnection connection, string query) =>
            connection.Rows($"SELECT rows::VARCHAR AS text FROM ({query}) AS rows ORDER BY text", row => row.GetString(0));
    }

    static string Write(string file, RandomCase data, IEnumerable<int> images, params KeyValuePair<string, string?>[] settings)
    {
        var firsts = data.Layers.Select((_, l) => data.Layers.Take(l).Sum(layer => layer.UnitCount)).ToArray();
        var scales = data.MuOfScale.Length;
        using var store = ActivationStore.Open(file, new()
        {
            Settings = settings,
            Models = [],
            ScaleSides = [.. Enumerable.Range(1, scales)],
            Layers = [.. data.Layers.Select((layer, l) => new LayerRow(
                l, $"{layer.Part}.{layer.Block}.{layer.Kind}", layer.Part, layer.Block, layer.Kind, layer.UnitCount, firsts[l],
                Enumerable.Range(0, scales).Where(layer.HasScale).Cast<int?>().FirstOrDefault()))],
        });
        int[] rows = [.. images];
        var scaled = Enumerable.Range(0, data.UnitCount).Where(unit => data.LayerOfUnit[unit].Part == "transformer").ToArray();
        store.Append(
            [.. rows.Select(row => Image(data, row))],
            [.. rows.SelectMany(row => Enumerable.Range(0, data.UnitCount).Select(unit => data.Mu[row, unit]))],
            [.. rows.SelectMany(row => data.MuOfScale.SelectMany(mu => scaled.Select(unit => mu[row, unit])))]);
        return file;
    }

    static ImageRow Image(RandomCase data, int row)
    {
        var image = data.Images[row];
        return new(RandomCase.ImageId(row), $"{row}.png", image.Class, image.Class is { } c ? $"class {c}" : null, image.Split, Canary: image.Canary)
        {
            Statistics = image.Statistics is not { } s ? null : new()
            {
                LuminanceMean = s[0],
                LuminanceVariance = s[1],
                Colourfulness = s[2],
                EdgeDensity = s[3],
                HighFrequency = s[4],
                Entropy = s[5],
                ConstantArea = s[6],
                CompressedSize = s[7],
            },
        };
    }
}
