using System.Text.Json;
using Google.Protobuf;
using VarMem.Models.Checkpoints;
using VarMem.Models.Onnx;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Models.Var;

/// <summary>
/// Two published checkpoints in, one ONNX graph out: pixels and label to tokens and logits, every layer between them open to hooks.
/// Where the tokenizer's checkpoint can decode, two graphs to generate with stand beside it, over the same weights: the transformer scale
/// by scale, and the way back to pixels.
/// </summary>
public static class ModelBuilder
{
    /// <summary>The graph's inputs and, besides the hooked layers, its values of interest.</summary>
    public const string Pixels = "pixels", Label = "label",
        Tokens = "tokens", Logits = "head", TransformerInput = "var_input", Latent = "quant_conv";

    /// <summary>Raised with every change to what is written here, so that the graphs of earlier versions are known as such.</summary>
    public const int GraphVersion = 3;

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
            using (var weights = new WeightFile(Path.Combine(aside, ModelFolder.WeightsFile)))
            {
                description = description with
                {
                    GraphSha256 = Write(ModelFolder.GraphFile, Graph(weights, vqvae, var, description, nonFinite, cancellation)),
                };
                if (var is not null && DecoderTensors.AreIn(vqvae))
                    description = description with
                    {
                        DecoderSha256 = Write(ModelFolder.DecoderFile, Decoder(weights, vqvae, description, nonFinite, cancellation)),
                        StepSha256 = Write(ModelFolder.StepFile, Step(weights, var, description, nonFinite, cancellation)),
                    };
            }
            nonFinite.Finish();
            description = description with { WeightsBytes = new FileInfo(Path.Combine(aside, ModelFolder.WeightsFile)).Length };
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

        string Write(string file, GraphBuilder graph)
        {
            var bytes = graph.Build().ToByteArray();
            File.WriteAllBytes(Path.Combine(aside, file), bytes);
            return ModelFolder.Sha256(bytes);
        }
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
            var expected = Describe(vqvae, var, facts) with
            {
                GraphSha256 = found.GraphSha256,
                DecoderSha256 = found.DecoderSha256,
                StepSha256 = found.StepSha256,
                WeightsBytes = found.WeightsBytes,
            };
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
            return new ModelDescription(ArchitectureRules.Pixels(vqvae.Path, size), ratio, facts.ClassNames ?? [], null, tokenizerPart, GraphVersion, GraphSha256: "", DecoderSha256: null, StepSha256: null, WeightsBytes: 0);
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
            DecoderSha256: null,
            StepSha256: null,
            WeightsBytes: 0);
    }

    static GraphBuilder Graph(
        WeightFile weightFile, Checkpoint vqvae, Checkpoint? var, ModelDescription description, NonFiniteWeights nonFinite,
        CancellationToken cancellation)
    {
        var tokenizer = description.Tokenizer.Architecture;
        var side = description.ImageSize;
        var graph = new GraphBuilder(weightFile);
        var pixels = graph.Input(Pixels, DataType.Float, 3, side, side);

        var vqvaeWeights = new ModuleWeights(vqvae, graph, nonFinite, cancellation);
        var latent = new EncoderGraph(graph, vqvaeWeights, tokenizer).Build(pixels, side);
        if (var is not null && description.Transformer is { Architecture: var transformer })
        {
            var varWeights = new ModuleWeights(var, graph, nonFinite, cancellation);
            var label = graph.Input(Label, DataType.Int64);
            var quantized = new QuantizerGraph(graph, vqvaeWeights, tokenizer, transformer.PatchNums).Build(latent);
            var logits = new TransformerGraph(graph, varWeights, transformer, new AllScales(graph, transformer)).Build(label, quantized.Input);
            graph.Output(quantized.Tokens, DataType.Int64, transformer.TokenCount);
            graph.Output(logits, DataType.Float, transformer.TokenCount, transformer.Vocabulary);
        }
        else graph.Output(latent, DataType.Float, tokenizer.LatentChannels, side / tokenizer.Downsampling, side / tokenizer.Downsampling);
        return graph;
    }

    static GraphBuilder Decoder(
        WeightFile weightFile, Checkpoint vqvae, ModelDescription description, NonFiniteWeights nonFinite, CancellationToken cancellation)
    {
        var (tokenizer, transformer) = (description.Tokenizer.Architecture, description.Transformer!.Architecture);
        DecoderTensors.Require(vqvae, tokenizer);
        var graph = new GraphBuilder(weightFile);
        var tokens = graph.Input(Tokens, DataType.Int64, transformer.TokenCount);
        var weights = new ModuleWeights(vqvae, graph, nonFinite, cancellation);
        var decoded = new DecoderGraph(graph, weights, tokenizer, transformer.PatchNums).Build(tokens);
        graph.Output(decoded.Input, DataType.Float, transformer.LaterTokenCount, transformer.LatentChannels);
        graph.Output(decoded.Pixels, DataType.Float, 3, description.ImageSize, description.ImageSize);
        return graph;
    }

    static GraphBuilder Step(
        WeightFile weightFile, Checkpoint var, ModelDescription description, NonFiniteWeights nonFinite, CancellationToken cancellation)
    {
        var transformer = description.Transformer!.Architecture;
        var graph = new GraphBuilder(weightFile);
        var label = graph.Input(Label, DataType.Int64);
        var input = graph.Input(TransformerInput, DataType.Float, transformer.LaterTokenCount, transformer.LatentChannels);
        var weights = new ModuleWeights(var, graph, nonFinite, cancellation);
        var logits = new TransformerGraph(graph, weights, transformer, new OneScale(graph, transformer)).Build(label, input);
        graph.Output(logits, DataType.Float, GraphBuilder.AnyLength, transformer.Vocabulary);
        return graph;
    }

    /// <summary>
    /// An earlier model's model.json goes first and the new one comes last: a folder with one is whole, whenever this is broken off.
    /// </summary>
    static void MoveIntoPlace(string aside, string folder)
    {
        if (ModelFolder.DescribesGraph(folder)) File.Delete(Path.Combine(folder, ModelFolder.DescriptionFile));
        string[] files =
            [ModelFolder.WeightsFile, ModelFolder.GraphFile, ModelFolder.DecoderFile, ModelFolder.StepFile, ModelFolder.DescriptionFile];
        foreach (var file in files)
        {
            if (File.Exists(Path.Combine(aside, file))) File.Move(Path.Combine(aside, file), Path.Combine(folder, file), overwrite: true);
            else File.Delete(Path.Combine(folder, file)); // of an earlier model that could generate
        }
    }

    internal static bool IsBuffer(string tensor) => Buffers.Any(buffer => tensor.EndsWith(buffer, StringComparison.Ordinal));

    static long Parameters(Checkpoint checkpoint) => checkpoint.Tensors
        .Where(pair => !IsBuffer(pair.Key)).Sum(pair => pair.Value.Count);
}
