using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Exported;
using VarMem.Models.Var;
using VarMem.Store;
using VarMem.Terminal;

namespace VarMem.Measuring;

/// <summary>A network with the layers chosen, and what the pipeline and the database must know of it.</summary>
sealed record Network
{
    public required HookableGraph Graph { get; init; }

    /// <summary>The layers chosen, in model order.</summary>
    public required IReadOnlyList<Hook> Hooks { get; init; }

    /// <summary>The patterns that chose them.</summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    /// <summary>The classes by label; null for a network that takes no labels.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Shorter side before cropping as a multiple of the network's side, as in its training.</summary>
    public required double ResizeRatio { get; init; }

    /// <summary>What identifies it in the database.</summary>
    public required IReadOnlyList<ModelRow> Models { get; init; }

    /// <summary>What else its results depend on.</summary>
    public required IReadOnlyList<KeyValuePair<string, string?>> Settings { get; init; }

    /// <summary>Rows of a layer's matrix products in a crop: its tokens, or for other networks a guess from the side.</summary>
    public int RowsPerCrop => Math.Max(1, Graph.PatchNums.Count > 0 ? Graph.PatchNums.Sum(p => p * p) : Graph.Side * Graph.Side / 64);

    /// <exception cref="UsageException">The layers chosen have more units than can be told apart.</exception>
    public static Network Open(NetworkOptions options)
    {
        var network = options.Onnx is { } onnx ? OnnxNetwork.Open(options.Path, onnx, options.Hooks) : OfModel(options);
        var units = network.Hooks.Sum(hook => (long)hook.Units);
        return units <= int.MaxValue ? network
            : throw new UsageException(
                $"the {network.Hooks.Count} layers chosen have {units:N0} units, {int.MaxValue:N0} at most fit; choose fewer with --hooks");
    }

    /// <summary>The graph alone, with all that can be hooked in it.</summary>
    public static HookableGraph OpenGraph(NetworkOptions options) =>
        options.Onnx is { } onnx ? OnnxFile.Open(options.Path, onnx) : GraphOf(ModelFolder.Open(options.Path), options.OnlyTokenizer);

    static HookableGraph GraphOf(ModelFolder model, bool onlyTokenizer) => onlyTokenizer
        ? model.Graph with { Hooks = [.. model.Hooks.Where(hook => hook.Part == Hook.Tokenizer)], PatchNums = [] }
        : model.Graph;

    static Network OfModel(NetworkOptions options)
    {
        var model = ModelFolder.Open(options.Path);
        var description = model.Description;
        var onlyTokenizer = options.OnlyTokenizer || description.Transformer is null;
        var graph = GraphOf(model, onlyTokenizer);
        string[] patterns = options.Hooks.Count > 0 ? [.. options.Hooks] : [onlyTokenizer ? HookPattern.DefaultOfTokenizer : HookPattern.Default];
        return new Network
        {
            Graph = graph,
            Hooks = HookPattern.Select(graph.Hooks, patterns),
            Patterns = patterns,
            ClassNames = onlyTokenizer ? null : description.ClassNames,
            ResizeRatio = description.ResizeRatio,
            Models =
            [
                .. description.Transformer is { } t && !onlyTokenizer ? (ModelRow[])[Row(Hook.Transformer, t)] : [],
                Row(Hook.Tokenizer, description.Tokenizer),
            ],
            Settings = [new("graph_sha256", description.GraphSha256)],
        };
    }

    static ModelRow Row<T>(string part, Part<T> found) =>
        new(part, found.Sha256, found.Parameters, ModelDescription.Line(found.Architecture));
}
