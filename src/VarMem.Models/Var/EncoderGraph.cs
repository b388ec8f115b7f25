using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>
/// The tokenizer's encoder, pixels to latent: the convolutional encoder of latent diffusion (Rombach et al. 2021, arXiv 2112.10752) as
/// VAR uses it (arXiv 2404.02905, section 3.2). Every convolution and every block is a place to hook.
/// </summary>
sealed class EncoderGraph(GraphBuilder graph, ModuleWeights weights, TokenizerArchitecture architecture)
{
    const int Groups = 32;
    const float Epsilon = 1e-6f;

    /// <summary>pixels (b, 3, side, side) in [−1, 1] → latent (b, z, n, n), the output of quant_conv.</summary>
    public string Build(string pixels, int side)
    {
        var levels = architecture.LevelChannels;
        var channels = architecture.Channels;
        var x = Conv("encoder.conv_in", pixels, 3, channels, 3, side);
        for (var level = 0; level < levels.Length; level++)
        {
            var last = level == levels.Length - 1;
            for (var j = 0; j < architecture.ResBlocks; j++)
            {
                x = ResBlock($"encoder.down.{level}.block.{j}", x, channels, levels[level], side);
                channels = levels[level];
                if (last && architecture.LevelAttention) x = AttentionBlock($"encoder.down.{level}.attn.{j}", x, channels, side);
            }
            if (last) continue;
            side /= 2;
            x = Downsample($"encoder.down.{level}.downsample", x, channels, side);
        }
        x = ResBlock("encoder.mid.block_1", x, channels, channels, side);
        if (architecture.MidAttention) x = AttentionBlock("encoder.mid.attn_1", x, channels, side);
        x = ResBlock("encoder.mid.block_2", x, channels, channels, side);
        x = graph.Silu(GroupNorm("encoder.norm_out", x, channels, side), "encoder.silu_out");
        x = Conv("encoder.conv_out", x, channels, architecture.LatentChannels, 3, side);
        var kernel = new TensorShapes(weights.Checkpoint).Of("quant_conv.weight", 4)[2];
        return Conv("quant_conv", x, architecture.LatentChannels, architecture.LatentChannels, kernel, side);
    }

    string ResBlock(string path, string x, int inputs, int outputs, int side)
    {
        var h = graph.Silu(GroupNorm($"{path}.norm1", x, inputs, side), $"{path}.silu1");
        h = Conv($"{path}.conv1", h, inputs, outputs, 3, side);
        h = graph.Silu(GroupNorm($"{path}.norm2", h, outputs, side), $"{path}.silu2");
        h = Conv($"{path}.conv2", h, outputs, outputs, 3, side);
        var shortcut = inputs == outputs ? x : Conv($"{path}.nin_shortcut", x, inputs, outputs, 1, side);
        return Block(path, graph.Add(shortcut, h, path), outputs, side);
    }

    /// <summary>One head over all positions: x + proj_out(attention(qkv(norm(x)))).</summary>
    string AttentionBlock(string path, string x, int channels, int side)
    {
        var positions = side * side;
        var qkv = Conv($"{path}.qkv", GroupNorm($"{path}.norm", x, channels, side), channels, 3 * channels, 1, side);
        var flat = graph.Reshape(qkv, $"{path}.flat", -1, 3 * channels, positions); // (b, 3C, n²)
        var tokens = graph.Transpose(flat, $"{path}.tokens", 0, 2, 1); // (b, n², 3C)
        var parts = graph.Split(tokens, 2, $"{path}.q", $"{path}.k", $"{path}.v"); // three of (b, n², C)
        var attended = graph.Attention(parts[0], parts[1], parts[2], 1, 1f / MathF.Sqrt(channels), $"{path}.attention"); // (b, n², C)
        var picture = graph.Reshape(graph.Transpose(attended, $"{path}.channels", 0, 2, 1), $"{path}.picture", -1, channels, side, side);
        return Block(path, graph.Add(x, Conv($"{path}.proj_out", picture, channels, channels, 1, side), path), channels, side);
    }

    /// <summary>Stride 2 with zeros at the right and the bottom only.</summary>
    string Downsample(string path, string x, int channels, int side) =>
        Block(path, weights.Conv($"{path}.conv", x, channels, channels, 3, [0, 0, 1, 1], 2, path), channels, side);

    /// <summary>GroupNorm: normalised over each group's channels and positions, then the channels' own scale and shift.</summary>
    string GroupNorm(string path, string x, int channels, int side)
    {
        var grouped = graph.Reshape(x, $"{path}.groups", -1, Groups, channels / Groups * side * side);
        var normalized = graph.Normalize(grouped, Groups, Epsilon, $"{path}.normalized");
        var picture = graph.Reshape(normalized, $"{path}.picture", -1, channels, side, side);
        var scale = graph.Constant($"{path}.weight", weights.Read($"{path}.weight", channels), channels, 1, 1);
        var shift = graph.Constant($"{path}.bias", weights.Read($"{path}.bias", channels), channels, 1, 1);
        return graph.Add(graph.Mul(picture, scale, $"{path}.scaled"), shift, path);
    }

    string Conv(string path, string x, int inputs, int outputs, int kernel, int side) =>
        Block(path, weights.Conv(path, x, inputs, outputs, kernel), outputs, side);

    string Block(string path, string value, int channels, int side)
    {
        graph.Hookable(path, channels, side, side);
        return value;
    }
}
