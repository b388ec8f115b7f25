using System.Text.Json;
using Google.Protobuf;
using VarMem.Models.Checkpoints;
using VarMem.Models.Onnx;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Models.Var;

/// <summary>Two published checkpoints in, one ONNX graph out: pixels and label to tokens and logits, every layer between them open to hooks.</summary>
public static class ModelBuilder
{
    /// <summary>The graph's inputs and, besides the hooked layers, its values of interest.</summary>
    public const string Pixels = "pixels", Label = "label", Tokens = "tokens", Logits = "head", TransformerInput = "var_input", Latent = "quant_conv";

    /// <summary>Buffers of the published code that are stored but not learned.</summary>
    static readonly string[] Buffers = ["lvl_1L", "attn_bias_for_masking", "zero_k_bias", "ema_vocab_hit_SV"];

    public static ModelFolder Build(string vqvaeFile, string varFile, string folder, ModelFacts facts, int? heads = null)
    {
        using var vqvae = Checkpoint.Open(vqvaeFile);
        using var var = Checkpoint.Open(varFile);
        var tokenizer = TokenizerArchitecture.Infer(vqvae);
        var transformer = TransformerArchitecture.Infer(var, facts.PatchNums, heads);
        CheckPair(vqvae.Path, tokenizer, var.Path, transformer);
        var side = transformer.PatchNums[^1] * tokenizer.Downsampling;
        if (facts.ImageSize is { } claimed && claimed != side) throw Throw.WrongImageSize(claimed, side, transformer.PatchNums[^1], tokenizer.Downsampling);
        if (facts.ClassNames is { } names && names.Length != transformer.ClassCount) throw Throw.WrongClassNames(names.Length, transformer.ClassCount);

        // Everything is written aside and moved into place at the end, model.json last: a folder with it is whole.
        var aside = Path.Combine(folder, ".building");
        try
        {
            Directory.CreateDirectory(aside);
            var graph = WriteGraph(aside, vqvae, tokenizer, var, transformer, side);
            var description = new ModelDescription(
                side,
                facts.ResizeRatio ?? ModelFacts.PublishedResizeRatio,
                facts.ClassNames ?? [.. Enumerable.Range(0, transformer.ClassCount).Select(i => $"{i}")],
                new Part<TransformerArchitecture>(Path.GetFileName(varFile), var.Sha256, Parameters(var), transformer),
                new Part<TokenizerArchitecture>(Path.GetFileName(vqvaeFile), vqvae.Sha256, Parameters(vqvae), tokenizer),
                ModelFolder.Sha256(graph));
            File.WriteAllText(Path.Combine(aside, ModelFolder.DescriptionFile), JsonSerializer.Serialize(description, ModelDescription.Json) + "\n");
            foreach (var file in (ReadOnlySpan<string>)[ModelFolder.WeightsFile, ModelFolder.GraphFile, ModelFolder.DescriptionFile])
                File.Move(Path.Combine(aside, file), Path.Combine(folder, file), overwrite: true);
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

    static byte[] WriteGraph(string folder, Checkpoint vqvae, TokenizerArchitecture tokenizer, Checkpoint var, TransformerArchitecture transformer, int side)
    {
        using var weightFile = new WeightFile(Path.Combine(folder, ModelFolder.WeightsFile));
        var graph = new GraphBuilder(weightFile);
        var pixels = graph.Input(Pixels, DataType.Float, 3, side, side);
        var label = graph.Input(Label, DataType.Int64);

        var latent = new EncoderGraph(graph, new ModuleWeights(vqvae, graph), tokenizer).Build(pixels, side);
        var quantized = new QuantizerGraph(graph, new ModuleWeights(vqvae, graph), tokenizer, transformer.PatchNums).Build(latent);
        var logits = new TransformerGraph(graph, new ModuleWeights(var, graph), transformer).Build(label, quantized.Input);

        graph.Output(quantized.Tokens, DataType.Int64, transformer.TokenCount);
        graph.Output(logits, DataType.Float, transformer.TokenCount, transformer.Vocabulary);
        var bytes = graph.Build().ToByteArray();
        File.WriteAllBytes(Path.Combine(folder, ModelFolder.GraphFile), bytes);
        return bytes;
    }

    /// <summary>A transformer belongs to the tokenizer whose codes it predicts.</summary>
    static void CheckPair(string vqvaeFile, TokenizerArchitecture tokenizer, string varFile, TransformerArchitecture transformer)
    {
        if (tokenizer.Vocabulary != transformer.Vocabulary)
            throw Throw.NotAPair(vqvaeFile, varFile, "codes in the vocabulary", tokenizer.Vocabulary, transformer.Vocabulary);
        if (tokenizer.LatentChannels != transformer.LatentChannels)
            throw Throw.NotAPair(vqvaeFile, varFile, "channels a token", tokenizer.LatentChannels, transformer.LatentChannels);
    }

    static long Parameters(Checkpoint checkpoint) =>
        checkpoint.Tensors.Where(pair => !Buffers.Any(buffer => pair.Key.EndsWith(buffer, StringComparison.Ordinal))).Sum(pair => pair.Value.Count);
}
