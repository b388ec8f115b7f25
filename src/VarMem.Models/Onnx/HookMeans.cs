using System.Runtime.InteropServices;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>The nodes behind hooked tensors: absolute values, and their means over positions.</summary>
/// <param name="added">Adds them to the graph.</param>
/// <param name="opset">The version of the standard operations that it uses.</param>
sealed class HookMeans(AddedNodes added, long opset)
{
    readonly Dictionary<string, NodeProto> _reshapes =
        added.Graph.Node.Where(node => node is { OpType: "Reshape", Input.Count: 2, Output.Count: 1, Attribute.Count: 0 })
            .DistinctBy(node => node.Output[0]).ToDictionary(node => node.Output[0]);

    readonly Dictionary<string, string> _abs = [];

    /// <summary>Mean over all positions, (b, units).</summary>
    public string Mean(Hook hook)
    {
        var abs = Abs(hook);
        var axes = Enumerable.Range(0, hook.Shape.Length).Where(axis => !hook.UnitAxes.Contains(axis));
        long[] positions = [.. axes.Select(axis => axis + 1L)];
        var mean = positions.Length == 0 ? abs : Reduced($"{hook.Name}/mean", abs, positions);
        return hook.UnitAxes.Length == 1 ? mean : added.Add("Reshape", $"{hook.Name}/units", [mean, Shape(0, hook.Units)]);
    }

    /// <summary>
    /// Means over the tokens of each scale, (b, S, units): an averaging matrix (S, L) times the absolute values. The row of a scale whose
    /// tokens the hook does not see is zero.
    /// </summary>
    public string ScaleMeans(Hook hook, IReadOnlyList<int> patchNums, int firstScale)
    {
        var averages = added.Constant(
            $"scale_averages_{firstScale}", TensorProto.Types.DataType.Float, Averages, patchNums.Count, hook.Positions);
        return added.Add("MatMul", $"{hook.Name}/scale_means", [averages, Abs(hook)]);

        byte[] Averages()
        {
            var (values, position) = (new float[patchNums.Count * hook.Positions], 0);
            for (var s = firstScale; s < patchNums.Count; s++)
                for (var end = position + patchNums[s] * patchNums[s]; position < end; position++)
                    values[s * hook.Positions + position] = 1f / (patchNums[s] * patchNums[s]);
            return MemoryMarshal.AsBytes<float>(values).ToArray();
        }
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
        var source = reshape is null ? hook.Name : reshape.Input[0];
        if (!hook.IsFloat32) source = added.Add("Cast", $"{hook.Name}/float32", [source], ("to", (int)TensorProto.Types.DataType.Float));
        var abs = added.Add("Abs", $"{hook.Name}/abs", [source]);
        if (reshape is not null) abs = added.Add("Reshape", $"{hook.Name}/abs/shaped", [abs, reshape.Input[1]]);
        if (hook.IsFolded) abs = added.Add("Reshape", $"{hook.Name}/abs/unfolded", [abs, Shape(-1, [.. hook.Shape])]);
        return _abs[hook.Name] = abs;
    }

    /// <summary>A constant with the sides that Reshape is to make; 0 leaves a side as it is, −1 takes what is over.</summary>
    string Shape(int batch, params ReadOnlySpan<int> sides)
    {
        long[] shape = [batch, .. sides];
        return added.Int64s($"shape_{string.Join('_', shape)}", shape);
    }

    /// <summary>Mean over axes: since opset 18 an input of the operation, before an attribute.</summary>
    string Reduced(string name, string input, long[] axes) =>
        opset < 18 ? added.Add("ReduceMean", name, [input], ("axes", axes), ("keepdims", 0))
        : added.Add("ReduceMean", name, [input, added.Int64s($"axes_{string.Join('_', axes)}", axes)], ("keepdims", 0));
}
