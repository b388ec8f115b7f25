using VarMem.Models.Checkpoints;

namespace VarMem.Models.Var;

/// <summary>The tokenizer's shape, read from its tensors' names and shapes.</summary>
/// <param name="Channels">Width of the first convolution, ch.</param>
/// <param name="LevelChannels">Channels of each resolution level, ch·ch_mult[i].</param>
/// <param name="ResBlocks">Residual blocks a level.</param>
/// <param name="LevelAttention">Attention behind each block of the last level.</param>
/// <param name="MidAttention">Attention between the two middle blocks.</param>
/// <param name="LatentChannels">Channels of a token, z.</param>
/// <param name="Vocabulary">Number of codes, V.</param>
/// <param name="PhiCount">Number of convolutions φ that the scales share.</param>
public sealed record TokenizerArchitecture(
    int Channels, int[] LevelChannels, int ResBlocks, bool LevelAttention, bool MidAttention,
    int LatentChannels, int Vocabulary, int PhiCount)
{
    /// <summary>Each level but the last halves the side.</summary>
    public int Downsampling => 1 << (LevelChannels.Length - 1);

    public static bool IsIn(Checkpoint checkpoint) => checkpoint.Tensors.ContainsKey("encoder.conv_in.weight");

    public static TokenizerArchitecture Infer(Checkpoint checkpoint)
    {
        if (!IsIn(checkpoint)) throw Throw.NotATokenizer(checkpoint.Path);
        var shapes = new TensorShapes(checkpoint);
        var convIn = shapes.Of("encoder.conv_in.weight", 4);
        var levels = shapes.Count(i => $"encoder.down.{i}.block.0.conv1.weight");
        var resBlocks = shapes.Count(j => $"encoder.down.0.block.{j}.conv1.weight");
        var codes = shapes.Of("quantize.embedding.weight", 2);
        var separate = shapes.Count(k => $"quantize.quant_resi.qresi_ls.{k}.weight") + shapes.Count(k => $"quantize.quant_resi.{k}.weight");
        return new TokenizerArchitecture(
            convIn[0],
            [.. Enumerable.Range(0, levels).Select(i => shapes.Of($"encoder.down.{i}.block.0.conv1.weight", 4)[0])],
            resBlocks,
            checkpoint.Tensors.ContainsKey($"encoder.down.{levels - 1}.attn.0.qkv.weight"),
            checkpoint.Tensors.ContainsKey("encoder.mid.attn_1.qkv.weight"),
            codes[1],
            codes[0],
            Math.Max(separate, 1));
    }

    /// <summary>The module path of φ number k: the published code has three ways to name it.</summary>
    public static string PhiPath(Checkpoint checkpoint, int k) =>
        checkpoint.Tensors.ContainsKey($"quantize.quant_resi.qresi_ls.{k}.weight") ? $"quantize.quant_resi.qresi_ls.{k}"
        : checkpoint.Tensors.ContainsKey($"quantize.quant_resi.{k}.weight") ? $"quantize.quant_resi.{k}"
        : "quantize.quant_resi.qresi";
}
