using VarMem.Models.Membership;
using VarMem.Pipeline.Numpy;
using VarMem.Tests.Models.MadeUp;
using VarMem.Tests.Models.Onnx.Exported;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>--likelihood</c>, <c>--unconditional</c> and <c>--token-scores</c>, from the command line to the database and out of it.</summary>
public class LikelihoodTest : ProgramTest
{
    const int Tokens = 130;

    static readonly string Tensors = EmojiModel.ReferenceFile("images.npy"), Labels = EmojiModel.ReferenceFile("labels.npy");

    [Fact]
    public void Tokens_AreTheReferences()
    {
        Do($"extract --model {Model} --tensors {Tensors} --labels {Labels} --unconditional --token-scores --db a.duckdb");
        using var connection = Open("a.duckdb");
        var found = connection.Rows(
            "SELECT token, nll, nll_unconditional, rank, is_top, entropy, scale FROM token_score ORDER BY image_id, crop, position",
            row => (Token: row.GetInt32(0), Nll: row.GetFloat(1), Unconditional: row.GetFloat(2), Rank: row.GetInt32(3), IsTop: row.GetBoolean(4)));
        var tokens = EmojiModel.Reference<long>("tokens.npy").Values;
        var (conditional, unconditional) = (EmojiModel.Reference<float>("token_nll_conditional.npy").Values, EmojiModel.Reference<float>("token_nll_unconditional.npy").Values);
        Assert.Equal(128 * Tokens, found.Count);
        for (var i = 0; i < found.Count; i++)
        {
            Assert.Equal((tokens[i], found[i].Rank == 1), (found[i].Token, found[i].IsTop));
            Assert.Equal(conditional[i], found[i].Nll, 1e-4);
            Assert.Equal(unconditional[i], found[i].Unconditional, 1e-4);
        }
    }

    /// <summary>Table likelihood sums table token_score up, and scores that are means follow from it.</summary>
    [Fact]
    public void Tables_AgreeWithEachOther()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 9 --augmentations 3 --unconditional --token-scores --db a.duckdb");
        using var connection = Open("a.duckdb");
        Assert.Equal([18 * 6L], connection.Rows("SELECT count(*) FROM likelihood", row => row.GetInt64(0)));
        Assert.Equal([18 * 3L * Tokens], connection.Rows("SELECT count(*) FROM token_score", row => row.GetInt64(0)));
        var differences = connection.Rows(
            """
            SELECT
                count(*),
                max(abs(nll_sum - t.nll)),
                max(abs(nll_unconditional_sum - t.nll_unconditional)),
                max(abs(entropy_sum - t.entropy)),
                count(*) FILTER (likelihood.token_count <> t.tokens OR rank_sum <> t.ranks OR top_count <> t.tops OR t.tokens <> 3 * scale.token_count)
            FROM likelihood
            JOIN scale USING (scale)
            JOIN (
                SELECT
                    image_id, token_score.scale, count(*) AS tokens, sum(nll::DOUBLE) AS nll, sum(nll_unconditional::DOUBLE) AS nll_unconditional,
                    sum(entropy::DOUBLE) AS entropy, sum(rank) AS ranks, count(*) FILTER (is_top) AS tops
                FROM token_score
                JOIN scale ON token_score.scale = scale.scale AND position >= first_token AND position < first_token + scale.token_count
                GROUP BY ALL) t USING (image_id, scale)
            """,
            row => (row.GetInt64(0), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetInt64(4))).Single();
        Assert.Equal((18 * 6L, 0L), (differences.Item1, differences.Item5));
        foreach (var difference in (double[])[differences.Item2, differences.Item3, differences.Item4]) Assert.InRange(difference, 0, 1e-9);

        var scores = connection.Rows(
            """
            WITH image_sums AS (
                SELECT
                    image_id, sum(token_count) AS tokens, sum(nll_sum) AS nll, sum(nll_unconditional_sum) AS nll_unconditional,
                    sum(entropy_sum) AS entropy, sum(rank_sum) AS ranks, sum(top_count) AS tops
                FROM likelihood
                GROUP BY image_id)
            SELECT score, value, CASE score
                WHEN 'loss' THEN nll / tokens
                WHEN 'nll_unconditional' THEN nll_unconditional / tokens
                WHEN 'icas' THEN (nll - nll_unconditional) / tokens
                WHEN 'entropy_mean' THEN entropy / tokens
                WHEN 'rank_mean' THEN ranks / tokens
                WHEN 'top_share' THEN tops / tokens END AS expected
            FROM membership_score
            JOIN image_sums USING (image_id)
            WHERE expected IS NOT NULL
            """,
            row => (Score: row.GetString(0), Value: row.GetDouble(1), Expected: row.GetDouble(2)));
        Assert.Equal(18 * 6, scores.Count);
        Assert.All(scores, score => Assert.Equal(score.Expected, score.Value, 1e-9));
        Assert.Equal(
            CropScores.NamesOf(Likelihood.WithNullClass).Where(name => !name.Contains("surp_")).Order(),
            connection.Rows("SELECT score FROM membership_score WHERE score NOT LIKE '%surp\\_%' ESCAPE '\\' GROUP BY score HAVING count(*) = 18 ORDER BY score COLLATE C", row => row.GetString(0)).Order());
    }

    [Fact]
    public void Extract_InTwoSteps_EqualsOneGo()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 10 --augmentations 2 --unconditional --token-scores --db steps.duckdb");
        Do($"extract --model {Model} --manifest {Manifest} --limit 20 --augmentations 2 --unconditional --token-scores --db steps.duckdb");
        Do($"extract --model {Model} --manifest {Manifest} --limit 20 --augmentations 2 --unconditional --token-scores --threads 1 --db whole.duckdb");
        Databases.RequireEqual(Folder.File("whole.duckdb"), Folder.File("steps.duckdb"));

        Do($"export --db whole.duckdb --parquet out");
        Do($"export --db whole.duckdb --npz out.npz");
        using var connection = Open("whole.duckdb");
        foreach (var table in (string[])["likelihood", "membership_score", "token_score", "scale"])
            Assert.Equal([0L], connection.Rows($"SELECT count(*) FROM (FROM {table} EXCEPT ALL FROM '{Folder.File("out")}/{table}.parquet')", row => row.GetInt64(0)));
        using var arrays = new NpzReader(Folder.File("out.npz"));
        Assert.Equal(
            connection.Rows("SELECT value FROM membership_score WHERE score = 'cfg_minkpp_20' ORDER BY image_id", row => row.GetDouble(0)),
            arrays.Read<double>("membership_score.cfg_minkpp_20").Values);
    }

    /// <summary>Whatever lies in a batch together. A rank may change where two codes are equally likely but for the last bits.</summary>
    [Fact]
    public void Scores_AtAnyBatch_AreWithinTolerance()
    {
        foreach (var batch in (int[])[1, 3, 16])
            Do($"extract --model {Model} --manifest {Manifest} --limit 9 --augmentations 2 --unconditional --batch {batch} --db {batch}.duckdb");
        foreach (var (table, columns) in (ReadOnlySpan<(string, string)>)[("likelihood", "image_id, scale, nll_sum, nll_unconditional_sum, entropy_sum"), ("membership_score", "image_id, score, value, value, value")])
        {
            var expected = Values("1.duckdb");
            foreach (var batch in (int[])[3, 16])
                foreach (var (a, b) in expected.Zip(Values($"{batch}.duckdb")))
                {
                    Assert.Equal(a.Key, b.Key);
                    var tolerance = a.Key.Contains("rank", StringComparison.Ordinal) || a.Key.Contains("share", StringComparison.Ordinal) || a.Key.Contains("below", StringComparison.Ordinal) ? 0.02 : 1e-5;
                    foreach (var (x, y) in a.Values.Zip(b.Values)) Assert.Equal(x, y, tolerance * (1 + Math.Abs(x)));
                }

            List<(string Key, double[] Values)> Values(string database)
            {
                using var connection = Open(database);
                return connection.Rows($"SELECT {columns} FROM {table} ORDER BY ALL", row => ($"{row.GetValue(0)} {row.GetValue(1)}", (double[])[row.GetDouble(2), row.GetDouble(3), row.GetDouble(4)]));
            }
        }
    }

    [Fact]
    public void Extract_Killed_EndsAsUndisturbed()
    {
        Do(Extract("undisturbed.duckdb"));
        foreach (var bytes in (long[])[1, 600_000, 1_500_000]) KillWhenGrown(Extract("killed.duckdb"), "killed.duckdb", bytes);
        Do(Extract("killed.duckdb"));
        Databases.RequireEqual(Folder.File("undisturbed.duckdb"), Folder.File("killed.duckdb"));

        static FormattableString Extract(string database) =>
            $"extract --model {Model} --manifest {Manifest} --limit 100 --augmentations 2 --unconditional --token-scores --threads 1 --db {database}";
    }

    [Fact]
    public void Shards_Merged_EqualOneRun()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 12 --crop center --unconditional --token-scores --db one.duckdb");
        foreach (var shard in (int[])[1, 2, 3])
            Do($"extract --model {Model} --manifest {Manifest} --limit 12 --crop center --unconditional --token-scores --shard {shard}/3 --db {shard}.duckdb");
        foreach (var keep in (string[])["all", "none"])
        {
            Do($"merge --db {keep}.duckdb --keep {keep} 1.duckdb 2.duckdb 3.duckdb");
            using var connection = Open("one.duckdb");
            connection.Run($"ATTACH '{Folder.File($"{keep}.duckdb")}' AS merged (READ_ONLY)");
            foreach (var table in (string[])["likelihood", "membership_score", "token_score"])
                foreach (var (a, b) in (ReadOnlySpan<(string, string)>)[(table, $"merged.{table}"), ($"merged.{table}", table)])
                    Assert.Equal([0L], connection.Rows($"SELECT count(*) FROM (FROM {a} EXCEPT ALL FROM {b})", row => row.GetInt64(0)));
        }
    }

    /// <summary>A crop without its label is guided by nothing: it has no such scores, and those of the image are of its other crops.</summary>
    [Fact]
    public void LabelDrop_LeavesGuidedScoresToTheOtherCrops()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 2 --unconditional --label-drop 1 --db all.duckdb");
        using (var connection = Open("all.duckdb"))
        {
            Assert.Equal([0L], connection.Rows("SELECT count(*) FROM membership_score WHERE score LIKE 'cfg%'", row => row.GetInt64(0)));
            Assert.Equal([0.0, 0.0], connection.Rows("SELECT min(value), max(value) FROM membership_score WHERE score = 'icas'", row => new[] { row.GetDouble(0), row.GetDouble(1) }).Single());
        }
        Do($"extract --model {Model} --manifest {Manifest} --limit 2 --unconditional --label-drop 0.5 --db some.duckdb");
        using var some = Open("some.duckdb");
        Assert.Equal([4L], some.Rows("SELECT count(*) FROM membership_score WHERE score = 'cfg_loss' AND isfinite(value)", row => row.GetInt64(0)));
    }

    [Fact]
    public void Settings_AreRecordedAndCompared()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 2 --crop center --token-scores --db a.duckdb");
        using (var connection = Open("a.duckdb"))
        {
            Assert.Equal(
                [("likelihood", "true"), ("token_scores", "true"), ("unconditional", null), ("zlib", TokenText.Library)],
                connection.Rows(
                    "FROM setting WHERE key IN ('likelihood', 'unconditional', 'token_scores', 'zlib') ORDER BY key",
                    row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1))));
            Assert.Equal([0L], connection.Rows("SELECT count(nll_unconditional) FROM token_score", row => row.GetInt64(0)));
        }
        Assert.Contains(
            "setting likelihood: found true, expected none; setting token_scores: found true, expected none; setting zlib: found ",
            Fails(1, $"extract --model {Model} --manifest {Manifest} --limit 3 --crop center --db a.duckdb"), StringComparison.Ordinal);
        Assert.Contains(
            "setting unconditional: found none, expected true",
            Fails(1, $"extract --model {Model} --manifest {Manifest} --limit 3 --crop center --unconditional --token-scores --db a.duckdb"), StringComparison.Ordinal);
    }

    /// <summary>Hooked layers may be sound where the logits are not.</summary>
    [Fact]
    public void Extract_LogitsThatAreNoNumbers_AreFailures()
    {
        var pair = new MadeUpPair();
        pair.Change("head.bias", tensor => tensor with { Center = float.NaN });
        pair.Write(Folder.Path);
        Do($"model build --vqvae vqvae.safetensors --var var.safetensors --out broken");
        Folder.Write("list.csv", $"path,label\n{Images}/train/flags/cn.png,0\n");
        Do($"extract --model broken --manifest list.csv --crop center --db without.duckdb");
        const string Reason = "token 0 (scale 0) of crop 0 has the log-likelihood NaN, or logits that are no numbers; "
            + "try --precision fp32 if it was another, else the model's weights are broken, or drop --likelihood and what implies it";
        var run = Run($"extract --model broken --manifest list.csv --crop center --likelihood --db a.duckdb");
        Assert.Equal(1, run.ExitCode);
        using (var connection = Open("a.duckdb"))
        {
            Assert.Equal([Reason], connection.Rows("SELECT reason FROM failure", row => row.GetString(0)));
            Assert.Equal([0L], connection.Rows("SELECT (SELECT count(*) FROM image) + (SELECT count(*) FROM membership_score)", row => row.GetInt64(0)));
        }
        Assert.Contains(Reason, Run($"extract --model broken --manifest list.csv --crop center --likelihood --on-error fail --db b.duckdb").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_OfAForeignNetwork_IsRefused()
    {
        Folder.Write("net.onnx", OnnxNetworks.Convolutions());
        Assert.Equal(
            "--unconditional is for VAR models with their transformer, which predicts an image's tokens; net.onnx is run without, drop it",
            Fails(2, $"extract --onnx net.onnx --manifest {Manifest} --unconditional --db a.duckdb"));
    }
}
