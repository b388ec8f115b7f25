using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Interventions;

/// <summary>The teacher-forced graph cut at the tokens: they come in, and no encoder stands before them.</summary>
static class GivenTokens
{
    /// <summary>Instead of the nearest codes of the latent stand, at each scale, the tokens of the input (b, L).</summary>
    public static ModelProto Cut(HookableGraph model)
    {
        var cut = model.Model.Clone();
        var (graph, name) = (cut.Graph, model.Prediction!.Tokens);
        var joined = graph.Node.Single(node => node.Output.Contains(name)); // Concat of the scales' tokens
        string[] scales = [.. joined.Input];
        foreach (var node in graph.Node.Where(node => node == joined || node.Output.Any(scales.Contains)).ToArray()) graph.Node.Remove(node);
        HookedGraph.Keep(graph.Output, output => output.Name != name);
        graph.Input.Add(GraphBuilder.Describe(name, TensorProto.Types.DataType.Int64, [model.PatchNums.Sum(p => p * p)]));

        var added = new AddedNodes(graph);
        var from = 0L;
        for (var s = 0; s < scales.Length; s++)
        {
            var to = from + model.PatchNums[s] * model.PatchNums[s];
            var bounds = new[] { from, to, 1 }.Select(value => added.Int64s($"number_{value}", value));
            graph.Node.Insert(s, GraphBuilder.Node("Slice", scales[s], [name, .. bounds]));
            from = to;
        }
        return cut;
    }
}
