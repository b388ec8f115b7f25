using VarMem.Store;

namespace VarMem.Tests.Store;

/// <summary>The rows of tables likelihood, membership_score and token_score.</summary>
public class LikelihoodTablesTest
{
    const int Tokens = 2 * 5; // of two crops

    static readonly RunDescription Run = Runs.Small with
    {
        ScaleSides = [1, 2],
        Likelihood = new LikelihoodDescription(["loss", "surp_2_10"], Unconditional: true, Tokens),
    };

    [Fact]
    public void Append_Images_StandInOrder()
    {
        using var folder = new TempFolder();
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Run))
        {
            Append(store, 5, 3);
            Append(store, 4);
        }
        using var connection = DatabaseFile.OpenReadOnly(folder.File("a.duckdb"));
        connection.RequireImages(3, 4, 5);
        Assert.Equal(
            [(3, 0), (3, 1), (5, 0), (5, 1), (4, 0), (4, 1)],
            connection.Rows("SELECT image_id, scale FROM likelihood", row => (row.GetInt32(0), (int)row.GetFieldValue<sbyte>(1))));
        Assert.Equal(
            [(10, 3.25, 1.5, 2.5, 1L << 40, 1)],
            connection.Rows(
                "SELECT token_count, nll_sum, nll_unconditional_sum, entropy_sum, rank_sum, top_count FROM likelihood WHERE image_id = 3 AND scale = 1",
                row => (row.GetInt32(0), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetInt64(4), row.GetInt32(5))));
        Assert.Equal( // what an image has not has no row
            [(3, "loss", 3.0), (5, "loss", 5.0), (5, "surp_2_10", 0.5), (4, "loss", 4.0)],
            connection.Rows("FROM membership_score", row => (row.GetInt32(0), row.GetString(1), row.GetDouble(2))));
        Assert.Equal(
            from image in (int[])[3, 5, 4] from token in Enumerable.Range(0, Tokens) select (image, token / 5, token % 5, token % 5 == 0 ? 0 : 1, 40_000 + image, token, token == 1),
            connection.Rows(
                "SELECT image_id, crop, position, scale, token, rank, is_top FROM token_score",
                row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), (int)row.GetFieldValue<sbyte>(3), row.GetInt32(4), row.GetInt32(5), row.GetBoolean(6))));
        Assert.Equal([(0.25f, 0.5f, 0.75f)], connection.Rows("SELECT DISTINCT nll, nll_unconditional, entropy FROM token_score", row => (row.GetFloat(0), row.GetFloat(1), row.GetFloat(2))));
    }

    [Fact]
    public void Append_WithoutTheNullClass_LeavesItNull()
    {
        using var folder = new TempFolder();
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Run with { Likelihood = Run.Likelihood! with { Unconditional = false } }))
            Append(store, 1);
        using var connection = DatabaseFile.OpenReadOnly(folder.File("a.duckdb"));
        Assert.Equal(
            [(0L, 0L)],
            connection.Rows("SELECT (SELECT count(nll_unconditional) FROM token_score), (SELECT count(nll_unconditional_sum) FROM likelihood)", row => (row.GetInt64(0), row.GetInt64(1))));
    }

    [Fact]
    public void Append_OtherThanTheRunRecords_IsRefused()
    {
        using var folder = new TempFolder();
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Run))
        {
            Assert.Equal(
                "No likelihoods were given; this run records them.",
                Assert.Throws<ArgumentException>(() => store.Append(1)).Message);
            Assert.Equal(
                "9 rows of likelihoods were given for 1 images; with 10 each, 10 were expected.",
                Assert.Throws<ArgumentException>(() => Append(store, rows => rows.Tokens.RemoveAt(0), 1)).Message);
            Append(store, 2);
        }
        using (var connection = DatabaseFile.OpenReadOnly(folder.File("a.duckdb")))
            connection.RequireImages(2);
        using var plain = ActivationStore.Open(folder.File("b.duckdb"), Runs.Small);
        Assert.Equal(
            "Likelihoods were given; this run records none.",
            Assert.Throws<ArgumentException>(() => Append(plain, 1)).Message);
    }

    /// <summary>As a log that was cut off within a transaction may leave it.</summary>
    [Fact]
    public void Open_RowsOfAnImageThatWasNotCommitted_AreRemoved()
    {
        using var folder = new TempFolder();
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Run))
            Append(store, 1, 2);
        using (var connection = DatabaseFile.OpenReadWrite(folder.File("a.duckdb")))
            connection.Run("DELETE FROM image WHERE image_id = 2");
        using (var store = ActivationStore.Open(folder.File("a.duckdb"), Run))
            Append(store, 2);
        using (var connection = DatabaseFile.OpenReadOnly(folder.File("a.duckdb")))
            Assert.Equal(
                [(4L, 2L, 20L)],
                connection.Rows(
                    "SELECT (SELECT count(*) FROM likelihood), (SELECT count(*) FROM membership_score WHERE score = 'loss'), (SELECT count(*) FROM token_score)",
                    row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))));
    }

    static void Append(ActivationStore store, params int[] ids) => Append(store, _ => { }, ids);

    static void Append(ActivationStore store, Action<LikelihoodRows> change, params int[] ids)
    {
        var rows = new LikelihoodRows();
        foreach (var id in ids)
        {
            rows.Scales.AddRange([new(2, 1, 1, 1, 2, 0), new(10, id + 0.25, 1.5, 2.5, 1L << 40, 1)]);
            rows.Scores.AddRange([id, id == 5 ? 0.5 : double.NaN]);
            for (var i = 0; i < Tokens; i++)
                rows.Tokens.Add(new(i / 5, i % 5, (sbyte)(i % 5 == 0 ? 0 : 1), 40_000 + id, 0.25f, 0.5f, i, 0.75f));
        }
        change(rows);
        var mu = new float[ids.Length * Runs.Units];
        for (var i = 0; i < mu.Length; i++) mu[i] = Runs.Mu(ids[i / Runs.Units], i % Runs.Units);
        store.Append([.. ids.Select(Runs.Image)], mu, likelihoods: rows);
    }
}
