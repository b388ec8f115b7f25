using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx.Exported;

/// <summary>
/// Guesses which axis of a tensor tells units apart. Where the operations say it, that is it: convolutions and poolings have channels
/// behind the batch, products with a weight make them the last axis, and what keeps or permutes axes keeps or permutes that one. Else the
/// rank decides: axis 1 of rank 4 (pictures, attention heads) and 5, the last of any other.
/// </summary>
sealed class ChannelAxes
{
    static readonly HashSet<string> Second =
    [
        "Conv", "ConvTranspose", "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool",
        "BatchNormalization", "InstanceNormalization", "GroupNormalization", "LRN", "DepthToSpace", "SpaceToDepth",
    ];

    static readonly HashSet<string> Products = ["MatMul", "Gemm"];
    static readonly HashSet<string> Regrouping = ["Reshape", "Flatten", "Squeeze", "Unsqueeze"];

    readonly Dictionary<string, int> _told = [];
    readonly Dependence _dependence;
    readonly Func<string, long[]?> _shape;
    readonly bool _pixelsLast;

    /// <param name="nodes">In the order of their use.</param>
    /// <param name="shape">Sides of a tensor, batch first; null where they are not known.</param>
    public ChannelAxes(IEnumerable<NodeProto> nodes, PixelInput input, Dependence dependence, Func<string, long[]?> shape)
    {
        (_dependence, _shape, _pixelsLast) = (dependence, shape, input.ChannelsLast);
        _told[input.Name] = input.ChannelsLast ? 3 : 1;
        foreach (var node in nodes)
            foreach (var output in node.Output)
                if (shape(output) is { } sides && Told(node, sides) is { } axis && axis > 0 && axis < sides.Length) _told[output] = axis;
    }

    public int Of(string tensor, int rank) =>
        _told.TryGetValue(tensor, out var axis) ? axis
        : rank == 5 || rank == 4 && !_pixelsLast ? 1
        : rank - 1;

    int? Told(NodeProto node, long[] sides)
    {
        if (Second.Contains(node.OpType)) return 1;
        if (Products.Contains(node.OpType)) return !_dependence.OnPixels(node.Input[1]) ? sides.Length - 1 : null;
        var source = node.Input.FirstOrDefault(_told.ContainsKey);
        if (source is null || _shape(source) is not { } before) return null;
        var axis = _told[source];
        if (node.OpType == "Transpose") return Order(node, before.Length).IndexOf(axis);
        if (Regrouping.Contains(node.OpType)) return Regrouped(before, axis, sides);
        return before.Length == sides.Length ? axis : null;
    }

    /// <summary>
    /// The axis after sides were merged or split: still as far from the front, or from the back, if all up to it are the same.
    /// </summary>
    static int? Regrouped(ReadOnlySpan<long> before, int axis, ReadOnlySpan<long> after)
    {
        if (after.StartsWith(before[..(axis + 1)])) return axis;
        return after.EndsWith(before[axis..]) ? after.Length - (before.Length - axis) : null;
    }

    /// <summary>Which axis each axis of a Transpose was before.</summary>
    static List<int> Order(NodeProto node, int rank) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == "perm") is { } given
            ? [.. given.Ints.Select(axis => (int)axis)]
            : [.. Enumerable.Range(0, rank).Reverse()];
}
