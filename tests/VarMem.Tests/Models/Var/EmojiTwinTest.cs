using VarMem.Pipeline.Numpy;

namespace VarMem.Tests.Models.Var;

/// <summary>The twin against the published PyTorch implementation, so that the twin is worth holding a graph against.</summary>
public class EmojiTwinTest
{
    [Fact]
    public void Latent_IsTheReferences() =>
        Close.Values([.. EmojiTwin.FirstImage.SelectMany(crop => crop.Latent)], Start("latent.npy", EmojiModel.Augmentations), "latent");

    [Fact]
    public void Input_IsTheReferences() => Close.Values(
        [.. EmojiTwin.FirstImage.SelectMany(crop => crop.Input).SelectMany(token => token)],
        Start("var_input.npy", EmojiModel.Augmentations), "var_input");

    [Fact]
    public void Logits_AreTheReferences() => Close.Values(
        [.. EmojiTwin.FirstImage.Take(2).SelectMany(crop => crop.Logits).SelectMany(row => row)],
        EmojiModel.Reference<float>("logits_first2.npy").Values, "logits");

    [Theory]
    [InlineData("mean_abs_activation_var.npz")]
    [InlineData("mean_abs_activation_vqvae_encoder.npz")]
    public void Mu_OfEveryReferenceLayer_IsTheReferences(string file)
    {
        using var reference = new NpzReader(EmojiModel.ReferenceFile(file));
        foreach (var name in reference.Names)
        {
            var mu = EmojiTwin.FirstImage[0].Activations.Means[name].Select((_, u) =>
                EmojiTwin.FirstImage.Average(crop => crop.Activations.Means[name][u])).ToArray();
            Close.Means(mu, reference.Read<float>(name).Values.AsSpan(0, mu.Length), name);
        }
    }

    /// <summary>The values of the first crops of 128.</summary>
    static float[] Start(string file, int crops)
    {
        var values = EmojiModel.Reference<float>(file).Values;
        return values[..(values.Length / 128 * crops)];
    }
}
