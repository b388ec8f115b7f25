using System.Diagnostics.CodeAnalysis;
using VarMem.Models.Scoring;

namespace VarMem.Models;

/// <summary>Devices and sessions.</summary>
static partial class Throw
{
    // ---- devices

    [DoesNotReturn]
    internal static ModelException NoCuda(CudaProvider.Lack lack) => throw new ModelException(
        $"--device cuda cannot be used: {Shown(lack.What, 300)}; {lack.Remedy}. --device cpu works without.");

    [DoesNotReturn]
    internal static ModelException NoBfloat16() => throw new ModelException(
        "--precision bf16 needs a GPU, ONNX Runtime has no such products on a CPU; choose --device cuda, or fp32.");

    // ---- scoring

    [DoesNotReturn]
    internal static ModelException BatchTooLarge(int batch, Int128 bytes) => throw new ModelException(
        $"a batch of {batch} crops takes {bytes} bytes for pixels and results alone, more than there is; choose a smaller --batch.");

    [DoesNotReturn]
    internal static ModelException NoLikelihood(string file) => throw new ModelException(
        $"{file} predicts no tokens, so that there is no likelihood of any; score it without, or choose a VAR model with its transformer.");

    [DoesNotReturn]
    internal static ModelException NoSession(string file, int batch, Exception cause) => throw new ModelException(
        $"{file}: ONNX Runtime cannot prepare it for a batch of {batch} ({Shown(cause.Message, 300)}); "
        + "build the model again, or choose a smaller --batch.", cause);

    [DoesNotReturn]
    internal static ModelException RunFailed(string file, int batch, Exception cause) => throw new ModelException(
        $"{file}: ONNX Runtime failed on a batch of {batch} ({Shown(cause.Message, 300)}); "
        + "choose a smaller --batch, or build the model again.", cause);
}
