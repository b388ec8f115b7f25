using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>
/// The way back, tokens to pixels: the picture that the codes add up to (VAR, arXiv 2404.02905, algorithm 2), then the convolutional
/// decoder of latent diffusion (Rombach et al. 2021, arXiv 2112.10752).
/// </summary>
sealed class DecoderGraph(GraphBuilder graph, ModuleWeights weights, TokenizerArchitecture architecture, int[] patchNums)
{
    /// <summary>The output (b, 3, side, side) in [−1, 1].</summary>
    public const string Reconstruction = "reconstruction";

    readonly TokenizerBlocks _blocks = new(graph, weights);

    /// <param name="Input">
    /// What the transformer sees at each scale but the first (b, L − p_0², z); that of a scale follows from the tokens before it alone.
    /// </param>
    /// <param name="Pixels"><see cref="Reconstruction"/></param>
    public readonly record struct Result(string Input, string Pixels);

    /// <summary>tokens (b, L) int64 → transformer input and pixels.</summary>
    public Result Build(string tokens)
    {
        var pictures = new ScalePicture(graph, weights, architecture, patchNums);
        var inputs = new List<string>();
        var (sum, from) = ("", 0);
        for (var s = 0; s < patchNums.Length; s++)
        {
            var (p, scope) = (patchNums[s], $"quantize.{s}");
            var picture = pictures.Of(s, p, graph.Slice(tokens, $"{scope}.tokens", 1, from, from + p * p));
            sum = s == 0 ? picture : graph.Add(sum, picture, $"{scope}.sum");
            if (s < patchNums.Length - 1) inputs.Add(pictures.Down(sum, patchNums[s + 1], $"{scope}.next"));
            from += p * p;
        }
        return new Result(graph.Op("Concat", ModelBuilder.TransformerInput, [.. inputs], ("axis", 1)), Decode(sum, patchNums[^1]));
    }

    /// <summary>f_hat (b, z, n, n) → pixels.</summary>
    string Decode(string picture, int side)
    {
        var (z, levels) = (architecture.LatentChannels, architecture.LevelChannels);
        var channels = levels[^1];
        var kernel = new TensorShapes(weights.Checkpoint).Of("post_quant_conv.weight", 4)[2];
        var x = _blocks.Conv("post_quant_conv", picture, z, z, kernel, side);
        x = _blocks.Conv("decoder.conv_in", x, z, channels, 3, side);
        x = _blocks.ResBlock("decoder.mid.block_1", x, channels, channels, side);
        if (architecture.MidAttention) x = _blocks.AttentionBlock("decoder.mid.attn_1", x, channels, side);
        x = _blocks.ResBlock("decoder.mid.block_2", x, channels, channels, side);
        for (var level = levels.Length - 1; level >= 0; level--)
        {
            var attends = architecture.LevelAttention && level == levels.Length - 1;
            for (var j = 0; j <= architecture.ResBlocks; j++)
            {
                x = _blocks.ResBlock($"decoder.up.{level}.block.{j}", x, channels, levels[level], side);
                channels = levels[level];
                if (attends) x = _blocks.AttentionBlock($"decoder.up.{level}.attn.{j}", x, channels, side);
            }
            if (level == 0) continue;
            side *= 2;
            x = _blocks.Conv($"decoder.up.{level}.upsample.conv", graph.Twice(x, $"decoder.up.{level}.twice"), channels, channels, 3, side);
        }
        x = graph.Silu(_blocks.GroupNorm("decoder.norm_out", x, channels, side), "decoder.silu_out");
        x = _blocks.Conv("decoder.conv_out", x, channels, 3, 3, side);
        return graph.Op("Clip", Reconstruction, [x, graph.Constant("lowest", [-1f]), graph.Constant("highest", [1f])]);
    }
}
