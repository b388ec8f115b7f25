using VarMem.Pipeline.Numpy;

namespace VarMem.Tests.EndToEnd;

/// <summary><c>extract --tensors</c> against the published PyTorch implementation: 16 images × 8 crops.</summary>
public class TensorsTest : ProgramTest
{
    static readonly string Tensors = EmojiModel.ReferenceFile("images.npy"), Labels = EmojiModel.ReferenceFile("labels.npy");

    [Theory]
    [InlineData("blocks.*.{attn.proj,ffn.*}", "mean_abs_activation_var.npz", 18)]
    [InlineData("encoder.**", "mean_abs_activation_vqvae_encoder.npz", 23)]
    public void Mu_OfEveryReferenceLayer_IsWithinTolerance(string hooks, string file, int layers)
    {
        Do($"extract --model {Model} --tensors {Tensors} --labels {Labels} --hooks {hooks} --db a.duckdb");

        using var connection = Open("a.duckdb");
        Assert.Equal(["8"], connection.Rows("SELECT value FROM setting WHERE key = 'augmentations'", row => row.GetString(0)));
        using var reference = new NpzReader(EmojiModel.ReferenceFile(file));
        Assert.Equal(layers, reference.Names.Count());
        foreach (var layer in reference.Names)
        {
            var expected = reference.Read<float>(layer).Values; // (16, units)
            var found = connection.Rows(
                """
                SELECT mu
                FROM activation
                JOIN unit USING (unit_id)
                JOIN layer USING (layer_id)
                WHERE layer.name = ?
                ORDER BY image_id, unit_index
                """,
                row => row.GetFloat(0),
                layer);
            Assert.Equal(expected.Length, found.Count);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-4 * Math.Abs(expected[i]) + 1e-6);
        }
    }
}
