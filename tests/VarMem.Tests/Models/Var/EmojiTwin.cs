using VarMem.Models.Checkpoints;
using VarMem.Tests.Models.Twin;

namespace VarMem.Tests.Models.Var;

/// <summary>The emoji model's twin, run over the first image's crops of the reference arrays.</summary>
static class EmojiTwin
{
    /// <summary>The label of no class.</summary>
    public const long NullClass = 9;

    public const int Length = 3 * 32 * 32, Tokens = 130;

    /// <summary>(128, 3, 32, 32)</summary>
    public static float[] Pixels { get; } = EmojiModel.Reference<float>("images.npy").Values;

    /// <summary>(16), one an image.</summary>
    public static long[] Labels { get; } = EmojiModel.Reference<long>("labels.npy").Values;

    /// <summary>What the published code makes of the crops (128, L).</summary>
    public static long[] ReferenceTokens { get; } = EmojiModel.Reference<long>("tokens.npy").Values;

    static readonly Lazy<TwinResult[]> Conditional = new(() => Run(EmojiModel.Augmentations, Labels[0]));

    /// <summary>The eight crops of the first image under its own label.</summary>
    public static TwinResult[] FirstImage => Conditional.Value;

    /// <summary>The first crops of the first image under any label.</summary>
    public static TwinResult[] Run(int crops, long label)
    {
        using var vqvae = Checkpoint.Open(Repository.File("models", "emoji", "vqvae.pth"));
        using var var = Checkpoint.Open(Repository.File("models", "emoji", "var.pth"));
        var twin = new ModelTwin(vqvae, var);
        return
        [
            .. Enumerable.Range(0, crops).Select(crop => twin.Run(
                Pixels.AsSpan(crop * Length, Length), label, ReferenceTokens.AsSpan(crop * Tokens, Tokens))),
        ];
    }
}
