using VarMem.Models.Var;

namespace VarMem.Tests.Models.MadeUp;

/// <summary>Small models that between them have everything in which one VAR may differ from another.</summary>
static class SmallModels
{
    /// <summary>As the 256-pixel models: ten scales, four φ for them all; as the 512-pixel one: AdaLN shared between the blocks.</summary>
    static readonly MadeUpModel TenScales = new(
        new(Channels: 32, LevelChannels: [32, 64], ResBlocks: 1, LevelAttention: true, MidAttention: true,
            LatentChannels: 8, Vocabulary: 48, PhiCount: 4),
        new(Depth: 2, Width: 64, Heads: 4, HeadsFrom.Checkpoint, Hidden: 256, Vocabulary: 48, ClassCount: 3, LatentChannels: 8,
            SharedAdaLn: true, NormalizedAttention: true, PatchNums: [1, 2, 3, 4, 5, 6, 8, 10, 13, 16]));

    /// <summary>As the published tokenizer: five levels of two blocks; one φ a scale; plain attention with heads by option.</summary>
    static readonly MadeUpModel FiveLevels = new(
        new(Channels: 32, LevelChannels: [32, 32, 64, 64, 128], ResBlocks: 2, LevelAttention: true, MidAttention: true,
            LatentChannels: 12, Vocabulary: 64, PhiCount: 5, PhiPerScale: true),
        new(Depth: 2, Width: 48, Heads: 3, HeadsFrom.Option, Hidden: 80, Vocabulary: 64, ClassCount: 4, LatentChannels: 12,
            SharedAdaLn: false, NormalizedAttention: false, PatchNums: [1, 2, 3, 4, 5]));

    /// <summary>
    /// A first scale of four tokens, one φ for all, a tokenizer without attention; plain attention with heads of 64 channels.
    /// </summary>
    static readonly MadeUpModel FirstSideTwo = new(
        new(Channels: 64, LevelChannels: [32, 96], ResBlocks: 2, LevelAttention: false, MidAttention: false,
            LatentChannels: 16, Vocabulary: 40, PhiCount: 1),
        new(Depth: 3, Width: 128, Heads: 2, HeadsFrom.PublishedRule, Hidden: 96, Vocabulary: 40, ClassCount: 2, LatentChannels: 16,
            SharedAdaLn: false, NormalizedAttention: false, PatchNums: [2, 3, 5, 8]));

    /// <summary>
    /// The fewest of everything: one level, two scales, one block, one head, one class; attention in the tokenizer's middle alone.
    /// </summary>
    static readonly MadeUpModel Fewest = new(
        new(Channels: 32, LevelChannels: [64], ResBlocks: 1, LevelAttention: false, MidAttention: true,
            LatentChannels: 4, Vocabulary: 32, PhiCount: 4),
        new(Depth: 1, Width: 32, Heads: 1, HeadsFrom.Checkpoint, Hidden: 128, Vocabulary: 32, ClassCount: 1, LatentChannels: 4,
            SharedAdaLn: false, NormalizedAttention: true, PatchNums: [1, 4]));

    public static readonly IReadOnlyDictionary<string, MadeUpModel> All = new Dictionary<string, MadeUpModel>
    {
        [nameof(TenScales)] = TenScales,
        [nameof(FiveLevels)] = FiveLevels,
        [nameof(FirstSideTwo)] = FirstSideTwo,
        [nameof(Fewest)] = Fewest,
    };
}
