using System.Runtime.InteropServices;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>
/// The transformer's second pass, without a class: every node that depends on the label stands in the graph once more, with the null class
/// for a label. Weights, and all that depends on the picture alone, the tokenizer above all, are shared.
/// </summary>
static class NullClassPass
{
    /// <summary>Adds the pass and returns the name of its logits (b, L, V). What it copies besides is cut off with all that has no use.</summary>
    public static string Copy(AddedNodes added, string label, TokenPrediction prediction)
    {
        var copies = new Dictionary<string, string> { [label] = NullLabels(added, label, prediction.NullClass) };
        foreach (var node in added.Graph.Node.ToArray().Where(node => node.Input.Any(copies.ContainsKey)))
        {
            var copy = node.Clone();
            for (var i = 0; i < copy.Input.Count; i++) copy.Input[i] = copies.GetValueOrDefault(node.Input[i], node.Input[i]);
            for (var i = 0; i < copy.Output.Count; i++) copy.Output[i] = copies[node.Output[i]] = added.Unique($"{node.Output[i]}/null_class");
            copy.Name = copy.Output[0];
            added.Graph.Node.Add(copy);
        }
        return copies[prediction.Logits];
    }

    /// <summary>As many null classes as there are labels: the runtime sees a constant, and computes once what follows from it alone.</summary>
    static string NullLabels(AddedNodes added, string label, long nullClass) => added.Add(
        "ConstantOfShape", $"{label}/null_class", [added.Add("Shape", $"{label}/shape", [label])],
        ("value", GraphBuilder.Inline("", TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes<long>([nullClass]), [1])));
}
