using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>
/// The tokenizer's encoder, pixels to latent: the convolutional encoder of latent diffusion (Rombach et al. 2021, arXiv 2112.10752) as
/// VAR uses it (arXiv 2404.02905, section 3.2). Every convolution and every block is a place to hook.
/// </summary>
sealed class EncoderGraph(GraphBuilder graph, ModuleWeights weights, TokenizerArchitecture architecture)
{
    readonly TokenizerBlocks _blocks = new(graph, weights);

    /// <summary>pixels (b, 3, side, side) in [−1, 1] → latent (b, z, n, n), the output of quant_conv.</summary>
    public string Build(string pixels, int side)
    {
        var levels = architecture.LevelChannels;
        var channels = architecture.Channels;
        var x = _blocks.Conv("encoder.conv_in", pixels, 3, channels, 3, side);
        for (var level = 0; level < levels.Length; level++)
        {
            var last = level == levels.Length - 1;
            for (var j = 0; j < architecture.ResBlocks; j++)
            {
                x = _blocks.ResBlock($"encoder.down.{level}.block.{j}", x, channels, levels[level], side);
                channels = levels[level];
                if (last && architecture.LevelAttention) x = _blocks.AttentionBlock($"encoder.down.{level}.attn.{j}", x, channels, side);
            }
            if (last) continue;
            side /= 2;
            x = Downsample($"encoder.down.{level}.downsample", x, channels, side);
        }
        x = _blocks.ResBlock("encoder.mid.block_1", x, channels, channels, side);
        if (architecture.MidAttention) x = _blocks.AttentionBlock("encoder.mid.attn_1", x, channels, side);
        x = _blocks.ResBlock("encoder.mid.block_2", x, channels, channels, side);
        x = graph.Silu(_blocks.GroupNorm("encoder.norm_out", x, channels, side), "encoder.silu_out");
        x = _blocks.Conv("encoder.conv_out", x, channels, architecture.LatentChannels, 3, side);
        var kernel = new TensorShapes(weights.Checkpoint).Of("quant_conv.weight", 4)[2];
        return _blocks.Conv("quant_conv", x, architecture.LatentChannels, architecture.LatentChannels, kernel, side);
    }

    /// <summary>Stride 2 with zeros at the right and the bottom only.</summary>
    string Downsample(string path, string x, int channels, int side) =>
        _blocks.Block(path, weights.Conv($"{path}.conv", x, channels, channels, 3, [0, 0, 1, 1], 2, path), channels, side);
}
