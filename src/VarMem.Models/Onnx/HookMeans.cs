using System.Runtime.InteropServices;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>The nodes behind hooked tensors: absolute values, and their means over positions.</summary>
sealed class HookMeans(GraphProto graph)
{
    readonly Dictionary<string, NodeProto> _reshapes =
        graph.Node.Where(node => node.OpType == "Reshape").DistinctBy(node => node.Output[0]).ToDictionary(node => node.Output[0]);

    readonly HashSet<string> _constants = [];
    readonly Dictionary<string, string> _abs = [];

    /// <summary>Mean over all positions, (b, units).</summary>
    public string Mean(Hook hook)
    {
        var abs = Abs(hook);
        long[] positions = [.. Enumerable.Range(0, hook.Shape.Length).Where(axis => !hook.UnitAxes.Contains(axis)).Select(axis => axis + 1L)];
        var mean = positions.Length == 0 ? abs : Add("ReduceMean", $"{hook.Name}/mean", [abs], ("axes", positions), ("keepdims", 0));
        return hook.UnitAxes.Length == 1 ? mean : Add("Reshape", $"{hook.Name}/units", [mean, Shape(0, hook.Units)]);
    }

    /// <summary>
    /// Means over the tokens of each scale, (b, S, units): an averaging matrix (S, L) times the absolute values. The row of a scale whose
    /// tokens the hook does not see is zero.
    /// </summary>
    public string ScaleMeans(Hook hook, IReadOnlyList<int> patchNums, int firstScale)
    {
        var averages = $"scale_averages_{firstScale}";
        if (_constants.Add(averages))
        {
            var (values, position) = (new float[patchNums.Count * hook.Positions], 0);
            for (var s = firstScale; s < patchNums.Count; s++)
                for (var end = position + patchNums[s] * patchNums[s]; position < end; position++)
                    values[s * hook.Positions + position] = 1f / (patchNums[s] * patchNums[s]);
            graph.Initializer.Add(GraphBuilder.Inline(
                averages, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes<float>(values), [patchNums.Count, hook.Positions]));
        }
        return Add("MatMul", $"{hook.Name}/scale_means", [averages, Abs(hook)]);
    }

    /// <summary>Absolute values, (b, shape).</summary>
    /// <remarks>
    /// A hooked tensor that is another one reshaped is reshaped after Abs instead: the runtime reshapes in place what nobody else needs,
    /// and would copy the activations.
    /// </remarks>
    string Abs(Hook hook)
    {
        if (_abs.TryGetValue(hook.Name, out var known)) return known;
        var reshape = _reshapes.GetValueOrDefault(hook.Name);
        var abs = Add("Abs", $"{hook.Name}/abs", [reshape is null ? hook.Name : reshape.Input[0]]);
        if (reshape is not null) abs = Add("Reshape", $"{hook.Name}/abs/shaped", [abs, reshape.Input[1]]);
        if (hook.IsFolded) abs = Add("Reshape", $"{hook.Name}/abs/unfolded", [abs, Shape(-1, [.. hook.Shape])]);
        return _abs[hook.Name] = abs;
    }

    /// <summary>A constant with the sides that Reshape is to make; 0 leaves a side as it is, −1 takes what is over.</summary>
    string Shape(int batch, params ReadOnlySpan<int> sides)
    {
        long[] shape = [batch, .. sides];
        var name = $"shape_{string.Join('_', shape)}";
        if (_constants.Add(name))
            graph.Initializer.Add(GraphBuilder.Inline(
                name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes<long>(shape), [shape.Length]));
        return name;
    }

    string Add(string type, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        graph.Node.Add(GraphBuilder.Node(type, name, inputs, attributes));
        return name;
    }
}
