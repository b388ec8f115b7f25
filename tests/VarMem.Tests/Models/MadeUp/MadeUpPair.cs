using VarMem.Models.Var;

namespace VarMem.Tests.Models.MadeUp;

/// <summary>The tensors of a small pair of checkpoints, to be changed before they are written.</summary>
sealed class MadeUpPair
{
    public static readonly MadeUpModel Small = new(
        new TokenizerArchitecture(
            Channels: 32, LevelChannels: [32, 64], ResBlocks: 1, LevelAttention: true, MidAttention: true,
            LatentChannels: 8, Vocabulary: 16, PhiCount: 2),
        new TransformerArchitecture(
            Depth: 2, Width: 64, Heads: 4, HeadsFrom.Checkpoint, Hidden: 96, Vocabulary: 16, ClassCount: 3, LatentChannels: 8,
            SharedAdaLn: false, NormalizedAttention: true, PatchNums: [1, 2, 3]));

    public MadeUpPair(MadeUpModel? model = null)
    {
        model ??= Small;
        Vqvae = [.. MadeUpTokenizer.Tensors(model.Tokenizer)];
        Var = [.. MadeUpTransformer.Tensors(model.Transformer)];
    }

    public List<MadeUpTensor> Vqvae { get; }

    public List<MadeUpTensor> Var { get; }

    /// <summary>Gives a tensor of either checkpoint another shape, or int64 values.</summary>
    public void Change(string name, Func<MadeUpTensor, MadeUpTensor> change)
    {
        var list = Var.Exists(tensor => tensor.Name == name) ? Var : Vqvae;
        var at = list.FindIndex(tensor => tensor.Name == name);
        list[at] = change(list[at]);
    }

    public void Reshape(string name, params int[] shape) => Change(name, tensor => tensor with { Shape = shape });

    /// <summary>Removes every tensor of either checkpoint whose name begins so.</summary>
    public void Remove(string prefix)
    {
        var removed = Vqvae.RemoveAll(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            + Var.RemoveAll(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal));
        if (removed == 0) throw new ArgumentException($"no tensor begins with {prefix}", nameof(prefix));
    }

    /// <summary>Writes vqvae.safetensors and var.safetensors.</summary>
    public (string Vqvae, string Var) Write(string folder) => (
        MadeUpFile.WriteSafetensors(Path.Combine(folder, "vqvae.safetensors"), Vqvae),
        MadeUpFile.WriteSafetensors(Path.Combine(folder, "var.safetensors"), Var));
}
