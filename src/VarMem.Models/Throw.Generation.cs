using System.Diagnostics.CodeAnalysis;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models;

/// <summary>Generation of images.</summary>
static partial class Throw
{
    [DoesNotReturn]
    internal static ModelException CannotGenerate(string file, Exception cause) => throw new ModelException(
        $"{file}: ONNX Runtime cannot run it ({Shown(cause.Message, 300)}); free memory, or build the model again.", cause);

    [DoesNotReturn]
    internal static ModelException NoSuchClass(int label, int classes) => throw new ModelException(
        $"class {label} is none of the model's; expected 0 to {classes - 1}, or {classes} for none.");

    [DoesNotReturn]
    internal static ModelException NoWholeScales(int given, int[] sides) => throw new ModelException(
        $"{given} given tokens make no whole scales; expected those of the first i of the sides {Sides(sides)}.");

    [DoesNotReturn]
    internal static ModelException NoSuchToken(long token, int codes) => throw new ModelException(
        $"the given token {token} is no code; expected 0 to {codes - 1}.");

    [DoesNotReturn]
    internal static ModelException NoEmbedding(string file, IEnumerable<ValueInfoProto> inputs) => throw new ModelException(
        $"{file}: takes {List(inputs.Select(input => $"{Shown(input.Name)}, {Described(input)}"))}; expected one input for pictures, float32 (b, 3, side, side) "
        + "or (b, side, side, 3), with its side in the file.");
}
