namespace VarMem.Models.Var;

/// <summary>
/// Every learned tensor that a tokenizer's checkpoint must hold to encode, with its shape: the published code's state dict without the
/// decoder.
/// </summary>
static class TokenizerTensors
{
    /// <summary>Modules of which all is known: a tensor more in one of them is another architecture's.</summary>
    public static readonly string[] Modules = ["encoder.", "quant_conv.", "quantize.quant_resi."];

    /// <param name="v">The architecture.</param>
    /// <param name="kernel">Side of quant_conv's filters.</param>
    /// <param name="phiPath">Module path of φ number k.</param>
    public static IEnumerable<(string Name, int[] Shape)> Of(TokenizerArchitecture v, int kernel, Func<int, string> phiPath)
    {
        var (z, top, levels) = (v.LatentChannels, v.LevelChannels[^1], v.LevelChannels.Length);
        return
        [
            .. Conv("encoder.conv_in", v.Channels, 3, 3),
            .. Enumerable.Range(0, levels).SelectMany(i => Level(v, i)),
            .. Block("encoder.mid.block_1", top, top),
            .. v.MidAttention ? Attention("encoder.mid.attn_1", top) : [],
            .. Block("encoder.mid.block_2", top, top),
            .. Norm("encoder.norm_out", top),
            .. Conv("encoder.conv_out", z, top, 3),
            .. Conv("quant_conv", z, z, kernel),
            ("quantize.embedding.weight", [v.Vocabulary, z]),
            .. Enumerable.Range(0, v.PhiCount).SelectMany(k => Conv(phiPath(k), z, z, 3)),
        ];
    }

    static IEnumerable<(string Name, int[] Shape)> Level(TokenizerArchitecture v, int i)
    {
        var (path, channels) = ($"encoder.down.{i}", v.LevelChannels[i]);
        var (before, last) = (i == 0 ? v.Channels : v.LevelChannels[i - 1], i == v.LevelChannels.Length - 1);
        var blocks = Enumerable.Range(0, v.ResBlocks);
        return
        [
            .. blocks.SelectMany(j => Block($"{path}.block.{j}", j == 0 ? before : channels, channels)),
            .. last && v.LevelAttention ? blocks.SelectMany(j => Attention($"{path}.attn.{j}", channels)) : [],
            .. last ? [] : Conv($"{path}.downsample.conv", channels, channels, 3),
        ];
    }

    internal static (string Name, int[] Shape)[] Block(string path, int inputs, int outputs) =>
    [
        .. Norm($"{path}.norm1", inputs), .. Conv($"{path}.conv1", outputs, inputs, 3),
        .. Norm($"{path}.norm2", outputs), .. Conv($"{path}.conv2", outputs, outputs, 3),
        .. inputs == outputs ? [] : Conv($"{path}.nin_shortcut", outputs, inputs, 1),
    ];

    internal static (string Name, int[] Shape)[] Attention(string path, int channels) =>
    [
        .. Norm($"{path}.norm", channels),
        .. Conv($"{path}.qkv", 3 * channels, channels, 1),
        .. Conv($"{path}.proj_out", channels, channels, 1),
    ];

    internal static (string Name, int[] Shape)[] Norm(string path, int channels) => [($"{path}.weight", [channels]), ($"{path}.bias", [channels])];

    internal static (string Name, int[] Shape)[] Conv(string path, int outputs, int inputs, int kernel) =>
        [($"{path}.weight", [outputs, inputs, kernel, kernel]), ($"{path}.bias", [outputs])];
}
