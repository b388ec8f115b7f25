using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using VarMem.Models.Checkpoints;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Var;

/// <summary>A built model on disk: model.onnx, decoder.onnx and step.onnx where it can generate, their weights and model.json. Opening it reads no weights.</summary>
public sealed class ModelFolder
{
    internal const string GraphFile = "model.onnx";
    internal const string DecoderFile = "decoder.onnx";
    internal const string StepFile = "step.onnx";
    internal const string WeightsFile = "weights.bin";
    internal const string DescriptionFile = "model.json";

    /// <summary>The key that only a built model's model.json has.</summary>
    internal const string GraphKey = "graph_sha256";

    internal static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    ModelFolder(string path, ModelDescription description, ModelProto model)
    {
        (Path, Description) = (path, description);
        Graph = new HookableGraph(In(path, GraphFile), model, ModelBuilder.Pixels)
        {
            Hooks = ModuleHooks.In(model),
            Side = description.ImageSize,
            Label = description.Transformer is null ? null : ModelBuilder.Label,
            PatchNums = description.Transformer?.Architecture.PatchNums ?? [],
            Prediction = description.Transformer is { Architecture.ClassCount: var nullClass }
                ? new(ModelBuilder.Tokens, ModelBuilder.Logits, nullClass) : null,
        };
    }

    public string Path { get; }

    public ModelDescription Description { get; }

    /// <summary>Every layer that can be hooked, in model order.</summary>
    public IReadOnlyList<Hook> Hooks => Graph.Hooks;

    public HookableGraph Graph { get; }

    /// <summary>Whether <paramref name="path"/> holds a built model, and not checkpoints alone or a build that was broken off.</summary>
    public static bool IsBuilt(string path) => Missing(path) is null;

    public static ModelFolder Open(string path)
    {
        if (!Directory.Exists(path)) throw Throw.NoModelFolder(path);
        if (Missing(path) is { } missing) throw Throw.NotBuilt(path, missing);
        var description = ReadDescription(In(path, DescriptionFile));
        var weights = new FileInfo(In(path, WeightsFile));
        if (weights.Length != description.WeightsBytes)
            throw Throw.WeightsChanged(weights.ToString(), weights.Length, description.WeightsBytes);
        if (description.DecoderSha256 is not null && !File.Exists(In(path, DecoderFile))) throw Throw.NotBuilt(path, DecoderFile);
        if (description.StepSha256 is not null && !File.Exists(In(path, StepFile))) throw Throw.NotBuilt(path, StepFile);
        var graph = ReadGraph(path, GraphFile, description.GraphSha256);
        DescriptionRules.Check(In(path, DescriptionFile), description, graph.Graph);
        return new ModelFolder(path, description, graph);
    }

    /// <summary>The graph from tokens to pixels: <see cref="DecoderGraph"/>.</summary>
    /// <exception cref="ModelException">The tokenizer's checkpoint held no decoder, or the file is another than was built.</exception>
    internal ModelProto ReadDecoder() => ReadGraph(Path, DecoderFile, Description.DecoderSha256 ?? throw Throw.NoDecoder(Path, Description));

    /// <summary>The transformer's graph for one scale at a time: <see cref="OneScale"/>.</summary>
    /// <exception cref="ModelException">As <see cref="ReadDecoder"/>.</exception>
    internal ModelProto ReadStep() => ReadGraph(Path, StepFile, Description.StepSha256 ?? throw Throw.NoDecoder(Path, Description));

    /// <summary>The checkpoints in a folder, known by what they hold and not by their names.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="onlyTokenizer">Whether the transformer's is to be left alone.</param>
    public static (string Vqvae, string? Var) FindCheckpoints(string path, bool onlyTokenizer = false)
    {
        if (!Directory.Exists(path)) throw Throw.NoModelFolder(path);
        List<string> tokenizers = [], transformers = [];
        foreach (var file in Directory.EnumerateFiles(path).Where(IsCheckpoint).Order(StringComparer.Ordinal))
        {
            using var checkpoint = Checkpoint.Open(file);
            if (TokenizerArchitecture.IsIn(checkpoint)) tokenizers.Add(file);
            if (TransformerArchitecture.IsIn(checkpoint)) transformers.Add(file);
        }
        if (tokenizers.Count > 1) throw Throw.SeveralCheckpoints(path, "tokenizers", tokenizers);
        if (onlyTokenizer && tokenizers is [var alone]) return (alone, null);
        if (transformers.Count > 1) throw Throw.SeveralCheckpoints(path, "transformers", transformers);
        return (tokenizers, transformers) is ([var vqvae], [var var]) ? (vqvae, var)
            : throw Throw.CheckpointsNotFound(path, tokenizers.FirstOrDefault(), transformers.FirstOrDefault());
    }

    /// <summary>
    /// Whether the folder's model.json is that of a built model. Beside checkpoints lies one with a few facts:
    /// <see cref="ModelFacts"/>.
    /// </summary>
    internal static bool DescribesGraph(string path)
    {
        var file = In(path, DescriptionFile);
        if (!File.Exists(file)) return false;
        try
        {
            using var json = JsonDocument.Parse(ReadJson(file), Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(GraphKey, out _);
        }
        catch (JsonException)
        {
            return true; // a damaged one: opening the model tells where
        }
    }

    /// <summary>A file's bytes without the mark that some editors put before UTF-8.</summary>
    internal static ReadOnlyMemory<byte> ReadJson(string file)
    {
        var bytes = Read(file);
        return bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
    }

    internal static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The first file that a built model has and this folder lacks; null for none.</summary>
    static string? Missing(string path) =>
        !File.Exists(In(path, GraphFile)) ? GraphFile
        : !File.Exists(In(path, WeightsFile)) ? WeightsFile
        : !DescribesGraph(path) ? $"{DescriptionFile} of a built model"
        : null;

    static ModelDescription ReadDescription(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelDescription>(ReadJson(file).Span, ModelDescription.Json)!;
        }
        catch (JsonException e)
        {
            throw Throw.BadDescription(file, e);
        }
    }

    static ModelProto ReadGraph(string path, string name, string sha256)
    {
        var file = In(path, name);
        var bytes = Read(file);
        if (Sha256(bytes) != sha256) throw Throw.GraphChanged(path, name);
        try
        {
            return ModelProto.Parser.ParseFrom(bytes) is { Graph: not null } graph ? graph : throw Throw.NoGraph(file, "it is empty");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Throw.NoGraph(file, e.Message);
        }
    }

    static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Throw.Unreadable(file, e);
        }
    }

    static bool IsCheckpoint(string file) =>
        file.EndsWith(".pth", StringComparison.Ordinal) || file.EndsWith(".safetensors", StringComparison.Ordinal);

    static string In(string path, string file) => System.IO.Path.Combine(path, file);
}
