using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>Which values a graph's nodes read and make, those inside of other nodes included.</summary>
static class GraphNames
{
    /// <summary>Values that a node reads: its inputs, and what graphs inside of it, such as branches of If, take from outside.</summary>
    public static IEnumerable<string> Reads(NodeProto node) =>
        node.Input.Where(name => name != "").Concat(Bodies(node).SelectMany(Captured));

    /// <summary>The graphs inside of a node: branches of If, bodies of Loop and Scan.</summary>
    public static IEnumerable<GraphProto> Bodies(NodeProto node) =>
        node.Attribute.SelectMany(attribute => attribute.G is { } body ? attribute.Graphs.Prepend(body) : attribute.Graphs);

    /// <summary>Every name in a graph and in those inside of it, of values and of nodes.</summary>
    public static HashSet<string> All(GraphProto graph) =>
    [
        .. Own(graph),
        .. graph.Node.SelectMany(node => node.Input.Append(node.Name)),
        .. graph.Node.SelectMany(Bodies).SelectMany(All),
    ];

    /// <summary>The name, with a number where the graph has it already; it is then among <paramref name="names"/>.</summary>
    public static string Unique(HashSet<string> names, string name)
    {
        var unique = name;
        for (var i = 1; !names.Add(unique); i++) unique = $"{name}_{i}";
        return unique;
    }

    static IEnumerable<string> Captured(GraphProto body)
    {
        var own = Own(body).ToHashSet();
        return body.Node.SelectMany(Reads).Concat(body.Output.Select(output => output.Name)).Where(name => !own.Contains(name));
    }

    static IEnumerable<string> Own(GraphProto graph) =>
        graph.Input.Select(input => input.Name)
            .Concat(graph.Initializer.Select(tensor => tensor.Name))
            .Concat(graph.Node.SelectMany(node => node.Output));
}
