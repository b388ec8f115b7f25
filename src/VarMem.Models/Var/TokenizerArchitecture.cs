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
/// <param name="PhiCount">Number of convolutions φ.</param>
/// <param name="PhiPerScale">Whether each belongs to one scale; else the scales share them.</param>
public sealed record TokenizerArchitecture(
    int Channels, int[] LevelChannels, int ResBlocks, bool LevelAttention, bool MidAttention,
    int LatentChannels, int Vocabulary, int PhiCount, bool PhiPerScale = false)
{
    const string SharedPhi = "quantize.quant_resi.qresi_ls.", SeparatePhi = "quantize.quant_resi.";

    /// <summary>Each level but the last halves the side.</summary>
    public int Downsampling => 1 << (LevelChannels.Length - 1);

    public static bool IsIn(Checkpoint checkpoint) => checkpoint.Tensors.ContainsKey("encoder.conv_in.weight");

    public static TokenizerArchitecture Infer(Checkpoint checkpoint)
    {
        if (!IsIn(checkpoint)) throw Throw.NotATokenizer(checkpoint.Path);
        var shapes = new TensorShapes(checkpoint);
        var levels = ArchitectureRules.Levels(checkpoint.Path, shapes.Numbered("encoder.down."));
        var lastAttention = $"encoder.down.{levels - 1}.attn.";
        var codes = shapes.Of("quantize.embedding.weight", 2);
        var (phiPrefix, phiCount) = Phi(shapes);
        var architecture = new TokenizerArchitecture(
            shapes.Of("encoder.conv_in.weight", 4)[0],
            [.. Enumerable.Range(0, levels).Select(i => shapes.Of($"encoder.down.{i}.block.0.conv1.weight", 4)[0])],
            shapes.Numbered("encoder.down.0.block."),
            shapes.Any(name => name.StartsWith(lastAttention, StringComparison.Ordinal)),
            shapes.Any(name => name.StartsWith("encoder.mid.attn_1.", StringComparison.Ordinal)),
            codes[1],
            codes[0],
            phiCount,
            PhiPerScale: phiPrefix == SeparatePhi);
        ArchitectureRules.Check(checkpoint.Path, architecture);
        var kernel = shapes.Of("quant_conv.weight", 4)[2] | 1; // odd, or the shape is refused
        shapes.Require(TokenizerTensors.Of(architecture, kernel, k => PhiPath(checkpoint, k)), TokenizerTensors.Modules);
        return architecture;
    }

    /// <summary>The module path of φ number k: the published code has three ways to name it.</summary>
    public static string PhiPath(Checkpoint checkpoint, int k) =>
        Phi(new TensorShapes(checkpoint)).Prefix is { } numbered ? $"{numbered}{k}" : "quantize.quant_resi.qresi";

    /// <summary>What stands before the number in the names of φ, null for a single one without, and how many there are.</summary>
    static (string? Prefix, int Count) Phi(TensorShapes shapes) =>
        shapes.Numbered(SharedPhi) is > 0 and var shared ? (SharedPhi, shared)
        : shapes.Numbered(SeparatePhi) is > 0 and var separate ? (SeparatePhi, separate)
        : (null, 1);
}
