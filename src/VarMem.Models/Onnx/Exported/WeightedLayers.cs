using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx.Exported;

/// <summary>
/// The layers of an arbitrary network that are worth measuring: outputs of its convolutions and of its matrix products with a weight, the
/// bias added where that is a node of its own.
/// </summary>
public static class WeightedLayers
{
    static readonly HashSet<string> Operations = ["Conv", "Gemm", "MatMul"];

    /// <exception cref="ModelException">There is none.</exception>
    public static IReadOnlyList<Hook> In(HookableGraph graph)
    {
        var nodes = graph.Model.Graph.Node;
        var dependence = new Dependence(graph.Model.Graph, graph.Pixels);
        var users = nodes.SelectMany(node => GraphNames.Reads(node).Distinct(), (node, read) => (node, read))
            .ToLookup(use => use.read, use => use.node);
        var outputs = nodes.Where(node => Operations.Contains(node.OpType) && dependence.HasWeight(node)).Select(Biased).ToHashSet();
        Hook[] hooks = [.. graph.Hooks.Where(hook => outputs.Contains(hook.Name))];
        return hooks.Length > 0 ? hooks : throw Throw.NoWeightedLayers(graph.File);

        string Biased(NodeProto product) =>
            users[product.Output[0]].ToArray() is [{ OpType: "Add" } add] && dependence.HasWeight(add) ? add.Output[0] : product.Output[0];
    }
}
