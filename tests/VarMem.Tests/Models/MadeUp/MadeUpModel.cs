using VarMem.Models.Var;

namespace VarMem.Tests.Models.MadeUp;

/// <summary>A pair of architectures of which checkpoints are made up.</summary>
sealed record MadeUpModel(TokenizerArchitecture Tokenizer, TransformerArchitecture Transformer)
{
    static readonly int[] PublishedScales = [1, 2, 3, 4, 5, 6, 8, 10, 13, 16];

    /// <summary>The published tokenizer, vae_ch160v4096z32.</summary>
    static readonly TokenizerArchitecture PublishedTokenizer = new(
        Channels: 160, LevelChannels: [160, 160, 320, 320, 640], ResBlocks: 2, LevelAttention: true, MidAttention: true,
        LatentChannels: 32, Vocabulary: 4096, PhiCount: 4);

    /// <summary>The published 256-pixel transformers: width 64·depth, 64 channels a head, and L2-normalised attention.</summary>
    public static MadeUpModel Published(int depth) => new(PublishedTokenizer, new TransformerArchitecture(
        depth, Width: 64 * depth, Heads: depth, HeadsFrom.Checkpoint, Hidden: 256 * depth,
        Vocabulary: 4096, ClassCount: 1000, LatentChannels: 32, SharedAdaLn: false, NormalizedAttention: true, PublishedScales));

    public IEnumerable<MadeUpTensor> TokenizerTensors => MadeUpTokenizer.Tensors(Tokenizer, decoder: true);

    public IEnumerable<MadeUpTensor> TransformerTensors => MadeUpTransformer.Tensors(Transformer);

    /// <summary>Writes vqvae.pth and var.pth.</summary>
    public (string Vqvae, string Var) WriteTorch(string folder) => (
        MadeUpFile.WriteTorch(Path.Combine(folder, "vqvae.pth"), TokenizerTensors),
        MadeUpFile.WriteTorch(Path.Combine(folder, "var.pth"), TransformerTensors));
}
