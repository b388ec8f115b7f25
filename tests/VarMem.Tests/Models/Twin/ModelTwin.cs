using VarMem.Models.Checkpoints;

namespace VarMem.Tests.Models.Twin;

/// <summary>
/// VAR once more, in float64 and plain loops, to hold the graph against: written from the method alone, with nothing of the graph's.
/// </summary>
/// <param name="vqvae">The tokenizer's checkpoint.</param>
/// <param name="var">The transformer's; its lvl_1L tells each token's scale.</param>
/// <param name="heads">The number of heads, where that checkpoint does not tell it; else width/64.</param>
sealed class ModelTwin(Checkpoint vqvae, Checkpoint var, int? heads = null)
{
    readonly TwinWeights _vqvae = new(vqvae);
    readonly TwinWeights _var = new(var);

    /// <summary>One crop.</summary>
    /// <param name="pixels">(3, side, side) in [−1, 1].</param>
    /// <param name="label">Its class; the number of classes for the null class.</param>
    /// <param name="graphTokens">What the graph chose (L): see <see cref="NearestCode"/>.</param>
    public TwinResult Run(ReadOnlySpan<float> pixels, long label, ReadOnlySpan<long> graphTokens)
    {
        int[] scaleOf = [.. _var.Integers("lvl_1L").Select(scale => (int)scale)];
        int[] sides = [.. scaleOf.GroupBy(scale => scale).OrderBy(group => group.Key).Select(group => (int)Math.Sqrt(group.Count()))];
        var activations = new TwinActivations(scaleOf);
        var latent = new EncoderTwin(_vqvae, activations).Run(Picture.From(pixels, 3, (int)Math.Sqrt(pixels.Length / 3)));
        var input = new QuantizerTwin(_vqvae, sides).Run(latent, graphTokens);
        var logits = new TransformerTwin(_var, activations, scaleOf, heads).Run((int)label, input);
        return new TwinResult(activations, latent.Values, input, logits);
    }
}

/// <summary>What the twin makes of one crop.</summary>
/// <param name="Activations">The mean absolute values of every layer.</param>
/// <param name="Latent">(z, n, n)</param>
/// <param name="Input">What the transformer sees of the picture (L − p_0², z).</param>
/// <param name="Logits">(L, V)</param>
sealed record TwinResult(TwinActivations Activations, double[] Latent, double[][] Input, double[][] Logits);
