using System.Diagnostics.CodeAnalysis;

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
}
