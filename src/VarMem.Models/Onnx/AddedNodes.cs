using System.Runtime.InteropServices;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>Adds nodes and constants to a finished graph, under names that it does not have yet.</summary>
sealed class AddedNodes(GraphProto graph)
{
    readonly HashSet<string> _names = GraphNames.All(graph);
    readonly Dictionary<string, string> _constants = [];

    public GraphProto Graph => graph;

    /// <summary>Adds a node and returns the name of its one output.</summary>
    public string Add(string type, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        name = Unique(name);
        graph.Node.Add(GraphBuilder.Node(type, name, inputs, attributes));
        return name;
    }

    /// <summary>A constant that several nodes may use, made once a name.</summary>
    public string Int64s(string name, params long[] values) => Constant(
        name, TensorProto.Types.DataType.Int64, () => MemoryMarshal.AsBytes<long>(values).ToArray(), values.Length);

    /// <summary>The same of any type; <paramref name="bytes"/> is asked for the first time only.</summary>
    public string Constant(string name, TensorProto.Types.DataType type, Func<byte[]> bytes, params ReadOnlySpan<long> shape)
    {
        if (_constants.TryGetValue(name, out var known)) return known;
        var unique = _constants[name] = Unique(name);
        graph.Initializer.Add(GraphBuilder.Inline(unique, type, bytes(), shape));
        return unique;
    }

    public string Unique(string name) => GraphNames.Unique(_names, name);
}
