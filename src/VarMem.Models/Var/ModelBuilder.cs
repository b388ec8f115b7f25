using System.Text.Json;
using Google.Protobuf;
using VarMem.Models.Checkpoints;
using VarMem.Models.Onnx;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Models.Var;

/// <summary>
/// Two published checkpoints in, one ONNX graph out: pixels and label to tokens and logits, every layer between them open to hooks.
/// </summary>
public static class ModelBuilder
{
    /// <summary>The graph's inputs and, besides the hooked layers, its values of interest.</summary>
    public const string Pixels = "pixels", Label = "label",
        Tokens = "tokens", Logits = "head", TransformerInput = "var_input", Latent = "quant_conv";

    /// <summary>Raised with every change to what is written here, so that the graphs of earlier versions are known as such.</summary>
    public const int GraphVersion = 2;

    /// <summary>The two models' names in a training checkpoint, which holds both; without meaning for other files.</summary>
    const string TokenizerPart = "vae_local", TransformerPart = "var_wo_ddp";

    /// <summary>Buffers of the published code that are stored but not learned.</summary>
    static readonly string[] Buffers = ["lvl_1L", "attn_bias_for_masking", "zero_k_bias", "ema_vocab_hit_SV"];

    /// <summary>Builds the model in <paramref name="folder"/>. Stopped or failed, it leaves there what was there before.</summary>
    /// <param name="vqvaeFile">The tokenizer's checkpoint.</param>
    /// <param name="varFile">The transformer's; null builds the tokenizer's encoder alone.</param>
    /// <param name="folder">Where model.onnx, weights.bin and model.json go.</param>
    /// <param name="facts">What the checkpoints do not hold.</param>
    /// <param name="warn">Takes a line for what is odd, but no error: weights that are no numbers.</param>
    /// <param name="cancellation">Stops between two tensors.</param>
    public static ModelFolder Build(
        string vqvaeFile, string? varFile, string folder, ModelFacts facts, Action<string>? warn = null,
        CancellationToken cancellation = default)
    {
        using var vqvae = Checkpoint.Open(vqvaeFile, TokenizerPart);
        using var var = varFile is null ? null : Checkpoint.Open(varFile, TransformerPart);
        var description = Describe(vqvae, var, facts);
        var aside = Path.Combine(folder, ".building");
        try
        {
            Directory.CreateDirectory(aside);
            var nonFinite = new NonFiniteWeights(warn ?? (_ => { }));
            var graph = WriteGraph(aside, vqvae, var, description, nonFinite, cancellation);
            nonFinite.Finish();
            description = description with
            {
                GraphSha256 = ModelFolder.Sha256(graph),
                WeightsBytes = new FileInfo(Path.Combine(aside, ModelFolder.WeightsFile)).Length,
            };
            var json = JsonSerializer.Serialize(description, ModelDescription.Json) + "\n";
            File.WriteAllText(Path.Combine(aside, ModelFolder.DescriptionFile), json);
            cancellation.ThrowIfCancellationRequested();
            MoveIntoPlace(aside, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Throw.CannotWriteModel(folder, e);
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
        return ModelFolder.Open(folder);
    }

    /// <summary>Whether <paramref name="folder"/> holds what <see cref="Build"/> would write there.</summary>
    public static bool IsCurrent(string vqvaeFile, string? varFile, string folder, ModelFacts facts)
    {
        try
        {
            if (!ModelFolder.IsBuilt(folder)) return false;
            var found = ModelFolder.Open(folder).Description;
            using var vqvae = Checkpoint.Open(vqvaeFile, TokenizerPart);
            using var var = varFile is null ? null : Checkpoint.Open(varFile, TransformerPart);
            var expected = Describe(vqvae, var, facts) with { GraphSha256 = found.GraphSha256, WeightsBytes = found.WeightsBytes };
            return ModelDescription.Line(expected) == ModelDescription.Line(found);
        }
        catch (ModelException) // of the folder: build again; of the checkpoints: Build will say so
        {
            return false;
        }
    }

    /// <summary>The description of what is to be built, but for the built files' size and hash.</summary>
    internal static ModelDescription Describe(Checkpoint vqvae, Checkpoint? var, ModelFacts facts)
    {
        var tokenizer = TokenizerArchitecture.Infer(vqvae);
        var tokenizerPart = new Part<TokenizerArchitecture>(Path.GetFileName(vqvae.Path), vqvae.Sha256, Parameters(vqvae), tokenizer);
        var ratio = facts.ResizeRatio ?? ModelFacts.PublishedResizeRatio;
        if (var is null)
        {
            var (size, downsampling) = (facts.TokenizerImageSize(tokenizer), tokenizer.Downsampling);
            if (size % downsampling != 0) throw Throw.ImageSizeNotDivisible(size, downsampling);
            if (facts is { ImageSize: { } said, PatchNums: [.., var lastScale] } && said != (long)lastScale * downsampling)
                throw Throw.WrongImageSize(facts.Source, said, (long)lastScale * downsampling, lastScale, downsampling);
            return new ModelDescription(ArchitectureRules.Pixels(vqvae.Path, size), ratio, facts.ClassNames ?? [], null, tokenizerPart, GraphVersion, GraphSha256: "", WeightsBytes: 0);
        }
        var transformer = TransformerArchitecture.Infer(var, facts.PatchNums, facts.Heads);
        ArchitectureRules.CheckPair(vqvae.Path, tokenizer, var.Path, transformer);
        var lastSide = transformer.PatchNums[^1];
        var side = lastSide * tokenizer.Downsampling;
        if (facts.ImageSize is { } claimed && claimed != side)
            throw Throw.WrongImageSize(facts.Source, claimed, side, lastSide, tokenizer.Downsampling);
        var names = facts.ClassNames ?? [.. Enumerable.Range(0, transformer.ClassCount).Select(i => $"{i}")];
        if (names.Length != transformer.ClassCount)
            throw Throw.WrongClassNames(facts.Source, names.Length, var.Path, transformer.ClassCount);
        return new ModelDescription(
            side,
            ratio,
            names,
            new Part<TransformerArchitecture>(Path.GetFileName(var.Path), var.Sha256, Parameters(var), transformer),
            tokenizerPart,
            GraphVersion,
            GraphSha256: "",
            WeightsBytes: 0);
    }

    static byte[] WriteGraph(
        string folder, Checkpoint vqvae, Checkpoint? var, ModelDescription description, NonFiniteWeights nonFinite,
        CancellationToken cancellation)
    {
        var tokenizer = description.Tokenizer.Architecture;
        var side = description.ImageSize;
        using var weightFile = new WeightFile(Path.Combine(folder, ModelFolder.WeightsFile));
        var graph = new GraphBuilder(weightFile);
        var pixels = graph.Input(Pixels, DataType.Float, 3, side, side);

        var vqvaeWeights = new ModuleWeights(vqvae, graph, nonFinite, cancellation);
        var latent = new EncoderGraph(graph, vqvaeWeights, tokenizer).Build(pixels, side);
        if (var is not null && description.Transformer is { Architecture: var transformer })
        {
            var varWeights = new ModuleWeights(var, graph, nonFinite, cancellation);
            var label = graph.Input(Label, DataType.Int64);
            var quantized = new QuantizerGraph(graph, vqvaeWeights, tokenizer, transformer.PatchNums).Build(latent);
            var logits = new TransformerGraph(graph, varWeights, transformer).Build(label, quantized.Input);
            graph.Output(quantized.Tokens, DataType.Int64, transformer.TokenCount);
            graph.Output(logits, DataType.Float, transformer.TokenCount, transformer.Vocabulary);
        }
        else graph.Output(latent, DataType.Float, tokenizer.LatentChannels, side / tokenizer.Downsampling, side / tokenizer.Downsampling);
        var bytes = graph.Build().ToByteArray();
        File.WriteAllBytes(Path.Combine(folder, ModelFolder.GraphFile), bytes);
        return bytes;
    }

    /// <summary>
    /// An earlier model's model.json goes first and the new one comes last: a folder with one is whole, whenever this is broken off.
    /// </summary>
    static void MoveIntoPlace(string aside, string folder)
    {
        if (ModelFolder.DescribesGraph(folder)) File.Delete(Path.Combine(folder, ModelFolder.DescriptionFile));
        foreach (var file in (ReadOnlySpan<string>)[ModelFolder.WeightsFile, ModelFolder.GraphFile, ModelFolder.DescriptionFile])
            File.Move(Path.Combine(aside, file), Path.Combine(folder, file), overwrite: true);
    }

    internal static bool IsBuffer(string tensor) => Buffers.Any(buffer => tensor.EndsWith(buffer, StringComparison.Ordinal));

    static long Parameters(Checkpoint checkpoint) => checkpoint.Tensors
        .Where(pair => !IsBuffer(pair.Key)).Sum(pair => pair.Value.Count);
}
