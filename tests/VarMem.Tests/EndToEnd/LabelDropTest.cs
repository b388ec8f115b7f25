using VarMem.Pipeline.Numpy;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>--label-drop</c> and <c>--per-scale</c>, from the command line to the database.</summary>
public class LabelDropTest : ProgramTest
{
    static readonly string Tensors = EmojiModel.ReferenceFile("images.npy"), Labels = EmojiModel.ReferenceFile("labels.npy");

    /// <summary>Every crop as the null class: the same whatever the labels are, and other than with them.</summary>
    [Fact]
    public void Drop_OfAll_EqualsUnconditionalLabels()
    {
        Npy.Write<long>(Folder.File("zeros.npy"), new long[16], 16);
        Do($"extract --model {Model} --tensors {Tensors} --labels {Labels} --label-drop 1 --db dropped.duckdb");
        Do($"extract --model {Model} --tensors {Tensors} --labels zeros.npy --label-drop 1 --db zeros.duckdb");
        Do($"extract --model {Model} --tensors {Tensors} --labels {Labels} --db labelled.duckdb");
        var dropped = Mu("dropped.duckdb");
        Assert.Equal(dropped, Mu("zeros.duckdb"));
        Assert.NotEqual(dropped, Mu("labelled.duckdb"));

        var images = EmojiModel.Reference<float>("images.npy").Values;
        var hooks = VarMem.Models.Onnx.HookPattern.Select(EmojiModel.Folder.Hooks, [VarMem.Models.Onnx.HookPattern.Default]);
        var unconditional = Models.Var.EmojiMu.Of(hooks, new() { Batch = 8 }, images, [.. Enumerable.Repeat(9L, 16)]);
        Assert.Equal(unconditional.SelectMany(mu => mu), dropped);
    }

    [Fact]
    public void Drop_IsRecordedAndCompared()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 2 --label-drop 0.1 --seed 5 --db a.duckdb");
        using (var connection = Open("a.duckdb"))
            Assert.Equal(
                ["0.1", "5"],
                connection.Rows("SELECT value FROM setting WHERE key LIKE 'label_drop%' ORDER BY key", row => row.GetString(0)));
        var message = Fails(1, $"extract --model {Model} --manifest {Manifest} --limit 2 --seed 5 --db a.duckdb");
        Assert.Contains("setting label_drop: found 0.1, expected none", message, StringComparison.Ordinal);
    }

    [Fact]
    public void PerScale_RecombinesToMu()
    {
        Do($"extract --model {Model} --manifest {Manifest} --limit 3 --hooks word_embed encoder.conv_in blocks.1.ffn.* --per-scale --db a.duckdb");
        using var connection = Open("a.duckdb");
        Assert.Equal([6L * (5 * 128 + 6 * 640)], connection.Rows("SELECT count(*) FROM activation_scale", row => row.GetInt64(0)));
        var differences = connection.Rows(
            """
            WITH recombined AS (
                SELECT image_id, unit_id, sum(mu * token_count) / sum(token_count) AS mu
                FROM activation_scale
                JOIN scale USING (scale)
                GROUP BY image_id, unit_id
            )
            SELECT max(abs(activation.mu - recombined.mu) / (activation.mu + 1e-3)), count(*)
            FROM activation
            JOIN recombined USING (image_id, unit_id)
            """,
            row => (Difference: row.GetDouble(0), Count: row.GetInt64(1)));
        Assert.Equal(6 * 768, differences[0].Count);
        Do($"export --db a.duckdb --parquet out");
        Assert.Equal(
            [6L * (5 * 128 + 6 * 640)],
            connection.Rows($"SELECT count(*) FROM '{Folder.File("out")}/activation_scale/*/*.parquet'", row => row.GetInt64(0)));
        Assert.True(File.Exists(Folder.File("out/scale.parquet")));
        Assert.InRange(differences[0].Difference, 0, 1e-5);
    }

    List<float> Mu(string database)
    {
        using var connection = Open(database);
        return connection.Rows("SELECT mu FROM activation ORDER BY image_id, unit_id", row => row.GetFloat(0));
    }
}
