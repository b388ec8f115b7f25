using VarMem.Measuring;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;

namespace VarMem.Benchmarks;

/// <summary>The model that a command line names, with the layers hooked by default and the batch that `extract` takes.</summary>
sealed record BenchmarkedModel(string Name, ModelFolder Folder, IReadOnlyList<Hook> Hooks, int Batch)
{
    /// <param name="args">Folder of a built model, then the batch; both may be missing.</param>
    public static BenchmarkedModel Of(string[] args)
    {
        var folder = args is [var path, ..] ? ModelFolder.Open(path) : Emoji.Model();
        var network = Network.Open(new NetworkOptions { Path = folder.Path });
        return new(
            args is [var named, ..] ? Path.GetFileName(Path.GetFullPath(named)) : "emoji model",
            folder,
            network.Hooks,
            args is [_, var batch, ..] ? int.Parse(batch) : AutoBatch.Of(network, Device.Cpu));
    }

    public TransformerArchitecture Transformer => Folder.Description.Transformer!.Architecture;

    /// <summary>Useful floating-point operations of a crop.</summary>
    public (double Encoder, double Quantizer, double Transformer) Flop => (
        Flops.Encoder(Folder.Description.Tokenizer.Architecture, Folder.Description.ImageSize), Flops.Quantizer(Transformer), Flops.Transformer(Transformer));
}
