using VarMem.Models.Onnx.Proto;
using Dimension = VarMem.Models.Onnx.Proto.TensorShapeProto.Types.Dimension;

namespace VarMem.Models.Onnx.Exported;

/// <summary>The input of an ONNX file that takes the pixels.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Side">Side of the square pictures.</param>
/// <param name="Batch">The batch that the file fixes; null where it leaves it open.</param>
/// <param name="ChannelsLast">Whether it is (b, side, side, 3) and not (b, 3, side, side).</param>
sealed record PixelInput(string Name, int Side, int? Batch, bool ChannelsLast)
{
    /// <summary>Values of a batch of pixels, 1 GiB: more than any network takes, but a file may say what it likes.</summary>
    const long MaxValues = 1 << 28;

    /// <summary>The inputs that somebody must fill: those of old exporters that have a default do not count.</summary>
    public static IEnumerable<ValueInfoProto> Open(GraphProto graph)
    {
        var defaults = graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        return graph.Input.Where(input => !defaults.Contains(input.Name));
    }

    public static PixelInput Of(GraphProto graph, string file, OnnxFileOptions options)
    {
        var input = Named(Open(graph).ToArray(), file, options.Input);
        if (input.Type?.TensorType is not { ElemType: (int)TensorProto.Types.DataType.Float, Shape.Dim: [var batch, var a, var b, var c] })
            throw Throw.NotPixels(file, input);

        // (b, 3, h, w), or (b, h, w, 3); where no axis is of 3, exporters have left all of them open, and the first form is the usual one.
        var channelsLast = a.Fixed() != 3 && c.Fixed() == 3;
        if ((channelsLast ? c : a).Fixed() is not (3 or null)) throw Throw.NotPixels(file, input);
        var (height, width) = channelsLast ? (a, b) : (b, c);
        var side = SideOf(file, input, height.Fixed(), width.Fixed(), options.ImageSize);
        if ((Int128)side * side * 3 * (batch.Fixed() ?? 1) > MaxValues) throw Throw.InputTooLarge(file, input, MaxValues);
        return new(input.Name, (int)side, (int?)batch.Fixed(), channelsLast);
    }

    static ValueInfoProto Named(ValueInfoProto[] open, string file, string? name) =>
        open.FirstOrDefault(input => input.Name == name) is { } named ? named
        : name is not null ? throw Throw.NoSuchInput(file, name, open.Select(input => input.Name))
        : open is [var only] ? only
        : throw Throw.SeveralInputs(file, open.Select(input => input.Name));

    static long SideOf(string file, ValueInfoProto input, long? height, long? width, int? imageSize)
    {
        if (height is not null && width is not null && height != width) throw Throw.NotSquare(file, input);
        var side = height ?? width ?? imageSize ?? throw Throw.NoImageSize(file, input);
        if (imageSize is { } asked && asked != side) throw Throw.OtherImageSize(file, input, side, asked);
        return side;
    }
}

static class Dimensions
{
    /// <summary>The side of a dimension; null where it is open, which old exporters write as 0 or −1.</summary>
    public static long? Fixed(this Dimension side) =>
        side is { ValueCase: Dimension.ValueOneofCase.DimValue, DimValue: > 0 } ? side.DimValue : null;
}
