using System.Diagnostics.CodeAnalysis;
using VarMem.Models.Checkpoints;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models;

/// <summary>Hooks, and ONNX files that somebody else exported.</summary>
static partial class Throw
{
    // ---- hooks

    [DoesNotReturn]
    internal static ModelException NoSuchHook(string pattern, IEnumerable<string> names) => throw new ModelException(
        $"hook pattern {Shown(pattern)} matches no layer; nearest: {List(Nearest.To(pattern, names))}; `varmem hooks` lists them all.");

    [DoesNotReturn]
    internal static ModelException EveryHookExcluded(IReadOnlyList<string> patterns) => throw new ModelException(
        $"hook patterns {string.Join(' ', patterns)} leave no layer; drop one of those that begin with !.");

    [DoesNotReturn]
    internal static ModelException BadHookPattern(string pattern, string reason) => throw new ModelException(
        $"hook pattern {Shown(pattern)} cannot be read ({Shown(reason)}).");

    // ---- ONNX files that somebody else exported

    [DoesNotReturn]
    internal static ModelException OnnxMissing(string file) => throw new ModelException(
        $"{file}: no such file; expected an ONNX file{Siblings(Path.GetDirectoryName(file), ".onnx")}.");

    [DoesNotReturn]
    internal static ModelException OnnxFolder(string file) => throw new ModelException(
        $"{file}: is a folder; expected the ONNX file itself{Siblings(file, ".onnx")}.");

    [DoesNotReturn]
    internal static ModelException OnnxTooLarge(string file, long length, long limit) => throw new ModelException(
        $"{file}: has {length} bytes; one ONNX file takes at most {limit}. Export it with its weights as external data.");

    [DoesNotReturn]
    internal static ModelException NotOnnx(string file, string reason) => throw new ModelException(
        $"{file}: is no ONNX file, or cut off ({Shown(reason)}).");

    [DoesNotReturn]
    internal static ModelException OldOpset(string file, long opset, long oldest) => throw new ModelException(
        $"{file}: uses opset {opset}; ONNX Runtime runs {oldest} and later. Export it again, or convert it with onnx.version_converter.");

    [DoesNotReturn]
    internal static ModelException CircularGraph(string file, IEnumerable<string> nodes) => throw new ModelException(
        $"{file}: is damaged: nodes need each other's outputs in a circle, among them {List(nodes)}.");

    [DoesNotReturn]
    internal static ModelException ExternalOutside(string file, string tensor, string location) => throw new ModelException(
        $"{file}: tensor {Shown(tensor)} is said to lie in '{Shown(location)}', outside of the file's own folder, and was not read; "
        + "expected a path from that folder, without '..'.");

    [DoesNotReturn]
    internal static ModelException ExternalMissing(string file, string tensor, string location) => throw new ModelException(
        $"{file}: tensor {Shown(tensor)} lies in {Shown(location)}, which is not in the file's folder; copy it there.");

    [DoesNotReturn]
    internal static ModelException ExternalTooShort(string file, string tensor, string location, long length) => throw new ModelException(
        $"{file}: tensor {Shown(tensor)} does not fit in {Shown(location)}, which has {length} bytes; copy or download it again.");

    [DoesNotReturn]
    internal static ModelException NoSuchInput(string file, string name, IEnumerable<string> inputs) => throw new ModelException(
        $"{file}: has no input {Shown(name)}; nearest: {List(Nearest.To(name, inputs))}.");

    [DoesNotReturn]
    internal static ModelException SeveralInputs(string file, IEnumerable<string> inputs) => throw new ModelException(
        $"{file}: expected one input for the pixels; found {List(inputs)}. Name it with --input NAME.");

    [DoesNotReturn]
    internal static ModelException NotPixels(string file, ValueInfoProto input) => throw new ModelException(
        $"{file}: input {Shown(input.Name)} is {Described(input)}; expected pixels, float32 (b, 3, h, w) or (b, h, w, 3).");

    [DoesNotReturn]
    internal static ModelException NotSquare(string file, ValueInfoProto input) => throw new ModelException(
        $"{file}: input {Shown(input.Name)} is {Described(input)}; expected square pictures.");

    [DoesNotReturn]
    internal static ModelException NoImageSize(string file, ValueInfoProto input) => throw new ModelException(
        $"{file}: input {Shown(input.Name)} is {Described(input)}, which leaves the side of the pictures open; "
        + "name it with --image-size N.");

    [DoesNotReturn]
    internal static ModelException OtherImageSize(string file, ValueInfoProto input, long side, int asked) => throw new ModelException(
        $"{file}: input {Shown(input.Name)} is {Described(input)}, so its pictures have the side {side}; --image-size says {asked}.");

    [DoesNotReturn]
    internal static ModelException InputTooLarge(string file, ValueInfoProto input, long values) => throw new ModelException(
        $"{file}: input {Shown(input.Name)} is {Described(input)}; a batch of pixels that has more than {values} values is not run.");

    [DoesNotReturn]
    internal static ModelException RuntimeRefuses(string file, Exception cause) => throw new ModelException(
        $"{file}: ONNX Runtime cannot run it ({Shown(cause.Message, 300)}).", cause);

    [DoesNotReturn]
    internal static ModelException AxesOverlap(int axis) => throw new ModelException(
        $"axis {axis} is both in --channel-axis and in --position-axis; an axis tells units apart or is averaged over.");

    [DoesNotReturn]
    internal static ModelException NothingHookable(string file, IReadOnlyList<UnhookableTensor> tensors) => throw new ModelException(
        $"{file}: none of its {tensors.Count} tensors can be hooked; the last, {Shown(tensors[^1].Name)}, {tensors[^1].Reason}.");

    [DoesNotReturn]
    internal static ModelException NotHookable(string pattern, UnhookableTensor tensor) => throw new ModelException(
        $"hook pattern {Shown(pattern)} matches no layer that can be hooked: {Shown(tensor.Name)} {Shown(tensor.Reason, 300)}.");

    [DoesNotReturn]
    internal static ModelException NoWeightedLayers(string file) => throw new ModelException(
        $"{file}: has no Conv, Gemm or MatMul with a weight whose output can be hooked; choose layers with --hooks, "
        + "`varmem hooks` lists them.");

    [DoesNotReturn]
    internal static ModelException OtherBatch(string file, int given, int asked) => throw new ModelException(
        $"{file}: takes batches of {given} and no other; a batch of {asked} was asked for.");
}
