using VarMem.Models.Onnx;

namespace VarMem.Models.Var;

/// <summary>
/// What the tokenizer's encoder and decoder are made of: the blocks of latent diffusion (Rombach et al. 2021, arXiv 2112.10752). Every
/// convolution and every block is a place to hook.
/// </summary>
sealed class TokenizerBlocks(GraphBuilder graph, ModuleWeights weights)
{
    const int Groups = 32;
    const float Epsilon = 1e-6f;

    /// <summary>x + conv2(silu(norm2(conv1(silu(norm1(x)))))), x by nin_shortcut where the channels change.</summary>
    public string ResBlock(string path, string x, int inputs, int outputs, int side)
    {
        var h = graph.Silu(GroupNorm($"{path}.norm1", x, inputs, side), $"{path}.silu1");
        h = Conv($"{path}.conv1", h, inputs, outputs, 3, side);
        h = graph.Silu(GroupNorm($"{path}.norm2", h, outputs, side), $"{path}.silu2");
        h = Conv($"{path}.conv2", h, outputs, outputs, 3, side);
        var shortcut = inputs == outputs ? x : Conv($"{path}.nin_shortcut", x, inputs, outputs, 1, side);
        return Block(path, graph.Add(shortcut, h, path), outputs, side);
    }

    /// <summary>One head over all positions: x + proj_out(attention(qkv(norm(x)))).</summary>
    public string AttentionBlock(string path, string x, int channels, int side)
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

    /// <summary>GroupNorm: normalised over each group's channels and positions, then the channels' own scale and shift.</summary>
    public string GroupNorm(string path, string x, int channels, int side)
    {
        var grouped = graph.Reshape(x, $"{path}.groups", -1, Groups, channels / Groups * side * side);
        var normalized = graph.Normalize(grouped, Groups, Epsilon, $"{path}.normalized");
        var picture = graph.Reshape(normalized, $"{path}.picture", -1, channels, side, side);
        var scale = graph.Constant($"{path}.weight", weights.Read($"{path}.weight", channels), channels, 1, 1);
        var shift = graph.Constant($"{path}.bias", weights.Read($"{path}.bias", channels), channels, 1, 1);
        return graph.Add(graph.Mul(picture, scale, $"{path}.scaled"), shift, path);
    }

    /// <summary>A convolution whose output has the side of its input.</summary>
    public string Conv(string path, string x, int inputs, int outputs, int kernel, int side) =>
        Block(path, weights.Conv(path, x, inputs, outputs, kernel), outputs, side);

    /// <summary>Declares a value (b, channels, side, side) as a place to hook.</summary>
    public string Block(string path, string value, int channels, int side)
    {
        graph.Hookable(path, channels, side, side);
        return value;
    }
}
