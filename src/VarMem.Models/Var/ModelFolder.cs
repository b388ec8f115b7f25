using System.Security.Cryptography;
using System.Text.Json;
using VarMem.Models.Checkpoints;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Var;

/// <summary>A built model on disk: model.onnx, its weights and model.json. Opening it reads no weights.</summary>
public sealed class ModelFolder
{
    internal const string GraphFile = "model.onnx";
    internal const string WeightsFile = "weights.bin";
    internal const string DescriptionFile = "model.json";

    ModelFolder(string path, ModelDescription description, ModelProto graph)
    {
        (Path, Description, Graph) = (path, description, graph);
        Hooks = Hook.In(graph);
    }

    public string Path { get; }

    public ModelDescription Description { get; }

    /// <summary>Every layer that can be hooked, in model order.</summary>
    public IReadOnlyList<Hook> Hooks { get; }

    internal ModelProto Graph { get; }

    /// <summary>Whether <paramref name="path"/> holds a built graph, and not checkpoints alone.</summary>
    public static bool IsBuilt(string path) => File.Exists(System.IO.Path.Combine(path, GraphFile));

    public static ModelFolder Open(string path)
    {
        if (!Directory.Exists(path)) throw Throw.NoModelFolder(path);
        if (!IsBuilt(path)) throw Throw.NotBuilt(path);
        var file = System.IO.Path.Combine(path, DescriptionFile);
        try
        {
            var description = JsonSerializer.Deserialize<ModelDescription>(File.ReadAllBytes(file), ModelDescription.Json)!;
            var graph = File.ReadAllBytes(System.IO.Path.Combine(path, GraphFile));
            if (Sha256(graph) != description.GraphSha256) throw Throw.GraphChanged(path);
            return new ModelFolder(path, description, ModelProto.Parser.ParseFrom(graph));
        }
        catch (JsonException e)
        {
            throw Throw.BadJson(file, e.Message);
        }
        catch (IOException e)
        {
            throw Throw.Unreadable(file, e);
        }
    }

    /// <summary>The two checkpoints in a folder, known by what they hold and not by their names.</summary>
    public static (string Vqvae, string Var) FindCheckpoints(string path)
    {
        if (!Directory.Exists(path)) throw Throw.NoModelFolder(path);
        string? vqvae = null, var = null;
        foreach (var file in Directory.EnumerateFiles(path).Where(f => f.EndsWith(".pth", StringComparison.Ordinal) || f.EndsWith(".safetensors", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var checkpoint = Checkpoint.Open(file);
            if (TokenizerArchitecture.IsIn(checkpoint)) vqvae ??= file;
            if (TransformerArchitecture.IsIn(checkpoint)) var ??= file;
        }
        if (vqvae is null || var is null) throw Throw.CheckpointsNotFound(path, vqvae, var);
        return (vqvae, var);
    }

    internal static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
