using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>
/// Graph surgery: behind each hooked tensor Abs and the mean over positions, all of them side by side in one output, and the graph cut
/// behind the last hook. So a few thousand numbers an image leave the session instead of every activation.
/// </summary>
static class HookedGraph
{
    /// <summary>The output with all hooks' means (b, units), hooks in the order given.</summary>
    public const string MeanAbs = "mean_abs";

    /// <summary>
    /// A copy of <paramref name="model"/> that computes <see cref="MeanAbs"/> and, as they are, the values named in
    /// <paramref name="alsoOut"/>.
    /// </summary>
    public static ModelProto Build(ModelProto model, IReadOnlyList<Hook> hooks, IReadOnlyList<string> alsoOut)
    {
        var hooked = model.Clone();
        var graph = hooked.Graph;
        var asDeclared = graph.Output.Concat(graph.ValueInfo).ToDictionary(info => info.Name);
        graph.Output.Clear();

        var reshapes = graph.Node.Where(node => node.OpType == "Reshape").ToDictionary(node => node.Output[0]);
        var means = hooks.Select(hook => Mean(graph, hook, reshapes.GetValueOrDefault(hook.Name))).ToArray();
        if (means.Length > 0)
        {
            graph.Node.Add(Node("Concat", MeanAbs, means, ("axis", 1)));
            graph.Output.Add(GraphBuilder.Describe(MeanAbs, TensorProto.Types.DataType.Float, [hooks.Sum(hook => (long)hook.Units)]));
        }
        foreach (var name in alsoOut) graph.Output.Add(asDeclared.GetValueOrDefault(name) ?? new ValueInfoProto { Name = name });
        graph.ValueInfo.Clear();
        Prune(graph);
        return hooked;
    }

    /// <remarks>
    /// A hooked tensor that is another one reshaped is reshaped after Abs instead: the runtime reshapes in place what nobody else needs,
    /// and would copy the activations.
    /// </remarks>
    static string Mean(GraphProto graph, Hook hook, NodeProto? reshape)
    {
        var positions = hook.ChannelsFirst ? new long[] { 2, 3 } : [1];
        var abs = $"{hook.Name}/abs";
        graph.Node.Add(Node("Abs", abs, [reshape is null ? hook.Name : reshape.Input[0]]));
        if (reshape is not null)
        {
            graph.Node.Add(Node("Reshape", $"{abs}/shaped", [abs, reshape.Input[1]]));
            abs = $"{abs}/shaped";
        }
        graph.Node.Add(Node("ReduceMean", $"{hook.Name}/mean", [abs], ("axes", positions), ("keepdims", 0)));
        return $"{hook.Name}/mean";
    }

    static NodeProto Node(
        string type, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new NodeProto { OpType = type, Name = name, Output = { name } };
        node.Input.Add(inputs);
        foreach (var (key, value) in attributes) node.Attribute.Add(GraphBuilder.Attribute(key, value));
        return node;
    }

    /// <summary>Leaves only what the outputs need. Nodes stand in the order of their use, so one walk from the back finds them.</summary>
    static void Prune(GraphProto graph)
    {
        var needed = graph.Output.Select(output => output.Name).ToHashSet();
        var kept = new List<NodeProto>();
        foreach (var node in graph.Node.Reverse())
        {
            if (!node.Output.Any(needed.Contains)) continue;
            needed.UnionWith(node.Input);
            kept.Add(node);
        }
        kept.Reverse();
        graph.Node.Clear();
        graph.Node.Add(kept);

        Keep(graph.Initializer, tensor => needed.Contains(tensor.Name));
        Keep(graph.Input, input => needed.Contains(input.Name));
    }

    static void Keep<T>(Google.Protobuf.Collections.RepeatedField<T> field, Func<T, bool> wanted)
    {
        var kept = field.Where(wanted).ToArray();
        field.Clear();
        field.Add(kept);
    }
}
