using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Models.Scoring;

/// <summary>
/// Mixed precision as in VAR's own training (PyTorch's autocast): the transformer's matrix products and attention take and give float16 or
/// bfloat16; all else, the tokenizer above all, stays float32, so that an image's tokens do not depend on it.
/// </summary>
static class LowPrecision
{
    static readonly HashSet<string> Products = ["MatMul", "Gemm", "MultiHeadAttention"];

    public static void Apply(ModelProto model, Precision precision)
    {
        if (precision == Precision.Fp32) return;
        var low = precision == Precision.Fp16 ? DataType.Float16 : DataType.Bfloat16;
        var graph = model.Graph;
        var (nodes, cast) = (graph.Node.ToArray(), new HashSet<string>());
        graph.Node.Clear();
        foreach (var node in nodes)
        {
            if (!Products.Contains(node.OpType) || IsTokenizer(node.Name) || node.Name.EndsWith("/scale_means", StringComparison.Ordinal))
            {
                graph.Node.Add(node);
                continue;
            }
            for (var i = 0; i < node.Input.Count; i++)
            {
                var name = $"{node.Input[i]}/low";
                if (cast.Add(name)) graph.Node.Add(Cast(name, node.Input[i], low)); // of a weight: the runtime folds it
                node.Input[i] = name;
            }
            var output = node.Output[0];
            node.Name = node.Output[0] = $"{output}/product";
            graph.Node.Add(node);
            graph.Node.Add(Cast(output, node.Output[0], DataType.Float));
        }
    }

    static bool IsTokenizer(string name) =>
        name.StartsWith("encoder.", StringComparison.Ordinal) || name.StartsWith("quant", StringComparison.Ordinal);

    static NodeProto Cast(string name, string input, DataType type) => GraphBuilder.Node("Cast", name, [input], ("to", (int)type));
}
