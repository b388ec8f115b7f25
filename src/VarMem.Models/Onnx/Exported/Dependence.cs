using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx.Exported;

/// <summary>Which values of a graph are computed from the pixels, and which need an input that nobody fills.</summary>
sealed class Dependence
{
    readonly HashSet<string> _ofPixels;
    readonly Dictionary<string, string> _ofOthers;

    /// <param name="graph">Nodes stand in the order of their use.</param>
    /// <param name="pixels">Its input for the pixels.</param>
    public Dependence(GraphProto graph, string pixels)
    {
        _ofPixels = [pixels];
        _ofOthers = PixelInput.Open(graph).Select(input => input.Name).Where(name => name != pixels).Distinct().ToDictionary(name => name);
        foreach (var node in graph.Node)
        {
            string[] reads = [.. GraphNames.Reads(node)];
            if (reads.FirstOrDefault(_ofOthers.ContainsKey) is { } other)
                foreach (var output in node.Output) _ofOthers.TryAdd(output, _ofOthers[other]);
            if (node.OpType is not ("Shape" or "Size") && reads.Any(_ofPixels.Contains)) _ofPixels.UnionWith(node.Output);
        }
    }

    /// <summary>Whether its values, and not only its sides, come from the pixels.</summary>
    public bool OnPixels(string value) => _ofPixels.Contains(value);

    /// <summary>An input besides the pixels that it needs; null for none.</summary>
    public string? OnOther(string value) => _ofOthers.GetValueOrDefault(value);

    /// <summary>Whether a node is a layer with weights: one of its inputs does not come from the pixels.</summary>
    public bool HasWeight(NodeProto node) => node.Input.Any(name => name != "" && !OnPixels(name)) && node.Input.Any(OnPixels);
}
