using System.Diagnostics.CodeAnalysis;
using System.Text;
using VarMem.Models.Checkpoints;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Proto;
using VarMem.Models.Scoring;

namespace VarMem.Models;

/// <summary>Every error of this project: what was found, where, what was expected, what to do. One line each.</summary>
static class Throw
{
    const int MaxShown = 100;

    // ---- checkpoint files

    [DoesNotReturn]
    internal static ModelException Missing(string path) => throw new ModelException(
        $"{path}: no such file; expected a checkpoint (.pth or .safetensors){Siblings(Path.GetDirectoryName(path))}.");

    [DoesNotReturn]
    internal static ModelException Folder(string path) => throw new ModelException(
        $"{path}: is a folder; expected the checkpoint file itself (.pth or .safetensors){Siblings(path)}.");

    [DoesNotReturn]
    internal static ModelException NoCheckpoint(string path, ReadOnlySpan<byte> start) => throw new ModelException(
        $"{path}: is no checkpoint: it {Begins(start)}; expected a PyTorch zip (PK…) or a safetensors file.");

    [DoesNotReturn]
    internal static ModelException LegacyPickle(string path) => throw new ModelException(
        $"{path}: is a bare pickle, as torch.save wrote it before PyTorch 1.6; expected the zip that it writes since. "
        + "Convert it in PyTorch: torch.save(torch.load(old, map_location='cpu'), new).");

    [DoesNotReturn]
    internal static ModelException Unreadable(string path, Exception cause) => throw new ModelException(
        cause is UnauthorizedAccessException or IOException and not EndOfStreamException
            ? $"{path}: cannot be read ({Shown(cause.Message)})."
            : $"{path}: is cut off or damaged ({Shown(cause.Message)}); copy or download it again.", cause);

    // ---- PyTorch zips

    [DoesNotReturn]
    internal static ModelException NoPickle(string path, IEnumerable<string> entries) => throw new ModelException(
        $"{path}: is a zip without a data.pkl, so not one of torch.save; it holds {List(entries)}.");

    [DoesNotReturn]
    internal static ModelException DuplicateEntry(string path, string entry) => throw new ModelException(
        $"{path}: the zip has two entries {Shown(entry)}; expected each name once.");

    [DoesNotReturn]
    internal static ModelException PickleTooLong(string path, long length, long limit) => throw new ModelException(
        $"{path}: data.pkl has {length} bytes, a state dict's has at most {limit}; save the state dict alone.");

    [DoesNotReturn]
    internal static ModelException Compressed(string path, string entry) => throw new ModelException(
        $"{path}: the zip's entry {Shown(entry)} is compressed or longer than the file; torch.save stores it plain. "
        + "If the zip was packed anew, pack it without compression (zip -0).");

    [DoesNotReturn]
    internal static ModelException BigEndian(string path) => throw new ModelException(
        $"{path}: holds big-endian values; expected little-endian ones. Save it again on a little-endian machine.");

    [DoesNotReturn]
    internal static ModelException ForeignGlobal(string path, string global, int position) => throw new ModelException(
        $"{path}: its pickle names {Shown(global)} (before byte {position}), which no state dict needs; nothing was run. "
        + "If you trust the file, load it in PyTorch and save its state dict alone.");

    [DoesNotReturn]
    internal static ModelException MalformedPickle(string path, int position, string what) => throw new ModelException(
        $"{path}: is damaged or no state dict: its pickle {Shown(what)} (before byte {position}).");

    [DoesNotReturn]
    internal static ModelException NoDict(string path) => throw new ModelException(
        $"{path}: holds no dict; expected a state dict. Save it with torch.save(model.state_dict(), file).");

    [DoesNotReturn]
    internal static ModelException NoStateDict(string path, IEnumerable<string> keys) => throw new ModelException(
        $"{path}: holds no state dict; found the keys {List(keys)}, expected tensors, or a state dict under trainer, model or state_dict.");

    [DoesNotReturn]
    internal static ModelException SeveralParts(string path, IEnumerable<string> parts) => throw new ModelException(
        $"{path}: holds several models: {List(parts)}; "
        + "name it twice, `varmem model build --vqvae FILE --var FILE --out DIR`.");

    [DoesNotReturn]
    internal static ModelException NoSuchPart(string path, string part, IEnumerable<string> parts) => throw new ModelException(
        $"{path}: holds no {Shown(part)}; its trainer has {List(parts)}.");

    [DoesNotReturn]
    internal static ModelException NoStorage(string path, string tensor, string storage) => throw new ModelException(
        $"{path}: tensor {Shown(tensor)} lies in {Shown(storage)}, which the zip does not hold.");

    [DoesNotReturn]
    internal static ModelException StorageTooShort(string path, string tensor, string storage, Int128 declared, long length) =>
        throw new ModelException($"{path}: the storage {Shown(storage)} of tensor {Shown(tensor)} has {length} bytes; "
            + $"{declared} are declared.");

    // ---- safetensors

    [DoesNotReturn]
    internal static ModelException HeaderTooLong(string path, ulong length, long fileLength) => throw new ModelException(
        $"{path}: declares a safetensors header of {length} bytes, but the file has {fileLength}: it is cut off, or of another kind.");

    [DoesNotReturn]
    internal static ModelException BadHeader(string path, Exception cause) => throw new ModelException(
        $"{path}: its safetensors header is damaged ({Shown(cause.Message)}); "
        + "expected {\"name\": {\"dtype\", \"shape\", \"data_offsets\"}, …}.", cause);

    [DoesNotReturn]
    internal static ModelException UnknownType(string path, string tensor, string type, IEnumerable<string> known) =>
        throw new ModelException($"{path}: tensor {Shown(tensor)} has dtype {Shown(type)}; expected one of {List(known.Order(), 20)}.");

    [DoesNotReturn]
    internal static ModelException BadOffsets(string path, string tensor, long[] offsets, long available) => throw new ModelException(
        $"{path}: tensor {Shown(tensor)} has data_offsets {Tuple(offsets)}; expected a range inside the {available} bytes of data.");

    [DoesNotReturn]
    internal static ModelException BadLength(string path, TensorInfo tensor, long length) => throw new ModelException(
        $"{path}: tensor {Shown(tensor.ToString())} is given {length} bytes; expected {tensor.Count * tensor.ElementType.Size()}.");

    [DoesNotReturn]
    internal static ModelException Overlap(string path, string first, string second) => throw new ModelException(
        $"{path}: the data of the tensors {Shown(first)} and {Shown(second)} overlap; the header is damaged.");

    // ---- tensors

    [DoesNotReturn]
    internal static ModelException DuplicateName(string path, string name) => throw new ModelException(
        $"{path}: holds tensor {Shown(name)} twice (prefixes module. and _orig_mod. do not count); expected each name once.");

    [DoesNotReturn]
    internal static ModelException BadShape(string path, string tensor, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides,
        long offset) => throw new ModelException(
        $"{path}: tensor {Shown(tensor)} declares shape {Tuple(shape)}, strides {Tuple(strides)}, offset {offset}, which no tensor has.");

    [DoesNotReturn]
    internal static ModelException TensorBeyondStorage(string path, string tensor, ElementType type, ReadOnlySpan<long> shape,
        Int128 needed, long length) => throw new ModelException(
        $"{path}: tensor {Shown(tensor)} {type.Name()} {Tuple(shape)} needs {needed} bytes of storage; the file has {length} for it.");

    [DoesNotReturn]
    internal static ModelException Expanded(string path, string tensor, ReadOnlySpan<long> shape) => throw new ModelException(
        $"{path}: tensor {Shown(tensor)} {Tuple(shape)} has more elements than its storage (an expanded view); "
        + "save it as tensor.contiguous().");

    [DoesNotReturn]
    internal static ModelException NoTensor(string path, string name, IReadOnlyCollection<string> names) => throw new ModelException(
        $"{path}: has no tensor {Shown(name)} among its {names.Count}; nearest: {List(Nearest.To(name, names))}.");

    [DoesNotReturn]
    internal static ModelException WrongType(string path, TensorInfo tensor, string expected) => throw new ModelException(
        $"{path}: tensor {Shown(tensor.ToString())} was asked for {expected}, but holds {tensor.ElementType.Name()}.");

    [DoesNotReturn]
    internal static ModelException TooLarge(string path, TensorInfo tensor) => throw new ModelException(
        $"{path}: tensor {Shown(tensor.ToString())} is longer than an array can be ({Array.MaxLength} elements).");

    /// <summary>The caller's mistake, not the user's.</summary>
    [DoesNotReturn]
    internal static ArgumentException DestinationLength(TensorInfo tensor, int length) => throw new ArgumentException(
        $"{tensor} has {tensor.Count} elements, the destination {length}.");

    // ---- model folders

    [DoesNotReturn]
    internal static ModelException NoModelFolder(string path) => throw new ModelException(
        $"{path}: no such folder; expected a model: model.onnx (made by `varmem model build`) or two checkpoints.");

    [DoesNotReturn]
    internal static ModelException NotBuilt(string path, string missing) => throw new ModelException(
        $"{path}: holds no {missing}; make one with `varmem model build --vqvae FILE --var FILE --out DIR`.");

    [DoesNotReturn]
    internal static ModelException GraphChanged(string path) => throw new ModelException(
        $"{path}: model.onnx is not the one that model.json describes (SHA-256 differs); build the model again.");

    [DoesNotReturn]
    internal static ModelException WeightsChanged(string file, long found, long expected) => throw new ModelException(
        $"{file}: has {found} bytes; model.json expects {expected}; build the model again.");

    [DoesNotReturn]
    internal static ModelException NoGraph(string file, string reason) => throw new ModelException(
        $"{file}: is no ONNX graph ({Shown(reason)}); build the model again.");

    [DoesNotReturn]
    internal static ModelException BadDescription(string file, string reason) => throw new ModelException(
        $"{file}: is no valid description of a built model ({Shown(reason)}); build the model again.");

    [DoesNotReturn]
    internal static ModelException NoFacts(string file) => throw new ModelException(
        $"{file}: no such file; expected JSON with some of image_size, resize_ratio, patch_nums, class_names.");

    [DoesNotReturn]
    internal static ModelException BadFacts(string file, string reason) => throw new ModelException(
        $"{file}: is no JSON with image_size, resize_ratio, patch_nums, class_names ({Shown(reason)}).");

    [DoesNotReturn]
    internal static ModelException CannotWriteModel(string folder, Exception cause) => throw new ModelException(
        $"{folder}: the model cannot be written there ({Shown(cause.Message)}).", cause);

    [DoesNotReturn]
    internal static ModelException CheckpointsNotFound(string path, string? vqvae, string? var) => throw new ModelException(
        $"{path}: holds {(vqvae is null ? "no tokenizer" : $"the tokenizer {Path.GetFileName(vqvae)}")} and "
        + $"{(var is null ? "no transformer" : $"the transformer {Path.GetFileName(var)}")}; "
        + "expected one checkpoint (.pth or .safetensors) of each, or a built model.onnx.");

    [DoesNotReturn]
    internal static ModelException SeveralCheckpoints(string path, string kind, IEnumerable<string> files) => throw new ModelException(
        $"{path}: holds several {kind}: {List(files.Select(file => Path.GetFileName(file)))}; "
        + "name the two meant with `varmem model build --vqvae FILE --var FILE --out DIR`.");

    // ---- what a checkpoint must hold

    [DoesNotReturn]
    internal static ModelException NotATokenizer(string file) => throw new ModelException(
        $"{file}: is no VAR tokenizer, it has no tensor encoder.conv_in.weight; were --vqvae and --var exchanged?");

    [DoesNotReturn]
    internal static ModelException NotATransformer(string file) => throw new ModelException(
        $"{file}: is no VAR transformer, it has no tensor pos_start; were --vqvae and --var exchanged?");

    [DoesNotReturn]
    internal static ModelException WrongRank(string file, TensorInfo tensor, int expected) => throw new ModelException(
        $"{file}: tensor {Shown(tensor.ToString())} has {tensor.Shape.Length} axes; expected {expected}.");

    [DoesNotReturn]
    internal static ModelException WrongShape(string file, TensorInfo tensor, ReadOnlySpan<int> expected) => throw new ModelException(
        $"{file}: tensor {Shown(tensor.ToString())} does not fit the others; "
        + $"expected the shape ({string.Join(", ", expected.ToArray())}).");

    [DoesNotReturn]
    internal static ModelException ScalesUnknown(string file, int tokens) => throw new ModelException(
        $"{file}: does not tell its scales (no buffer lvl_1L); name their sides with --patch-nums, the squares adding up to {tokens}.");

    [DoesNotReturn]
    internal static ModelException ScalesNotSquare(string file, int[] counts) => throw new ModelException(
        $"{file}: the buffer lvl_1L gives {string.Join(", ", counts)} tokens a scale; expected squares.");

    [DoesNotReturn]
    internal static ModelException ScalesDoNotAddUp(string file, int[] patchNums, int tokens) => throw new ModelException(
        $"{file}: scales {string.Join(",", patchNums)} make {patchNums.Sum(p => p * p)} tokens, but pos_1LC holds {tokens}.");

    [DoesNotReturn]
    internal static ModelException OneScale(string file) => throw new ModelException(
        $"{file}: has a single scale; a visual autoregressive model has two or more.");

    [DoesNotReturn]
    internal static ModelException NotAPair(string vqvae, string var, string what, int found, int expected) => throw new ModelException(
        $"{vqvae} and {var} do not belong together: {found} {what} in the tokenizer, {expected} in the transformer.");

    [DoesNotReturn]
    internal static ModelException WrongImageSize(int claimed, int actual, int lastSide, int downsampling) => throw new ModelException(
        $"model.json says image_size {claimed}, but the last scale's side {lastSide} times the tokenizer's downsampling "
        + $"{downsampling} is {actual}.");

    [DoesNotReturn]
    internal static ModelException ImageSizeNotDivisible(int size, int downsampling) => throw new ModelException(
        $"image_size {size} does not fit the tokenizer, which makes one position of {downsampling} pixels a side; choose a multiple of {downsampling}.");

    [DoesNotReturn]
    internal static ModelException WrongClassNames(int found, int expected) => throw new ModelException(
        $"model.json names {found} classes, but the transformer has {expected}.");

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
    internal static ModelException NoSession(string file, int batch, Exception cause) => throw new ModelException(
        $"{file}: ONNX Runtime cannot prepare it for a batch of {batch} ({Shown(cause.Message, 300)}); "
        + "build the model again, or choose a smaller --batch.", cause);

    [DoesNotReturn]
    internal static ModelException RunFailed(string file, int batch, Exception cause) => throw new ModelException(
        $"{file}: ONNX Runtime failed on a batch of {batch} ({Shown(cause.Message, 300)}); "
        + "choose a smaller --batch, or build the model again.", cause);

    // ---- wording

    /// <summary>Text from a file, fit for one line: bounded, without control characters.</summary>
    static string Shown(string text, int limit = MaxShown) =>
        string.Concat(text.Take(limit).Select(c => char.IsControl(c) ? '?' : c)) + (text.Length > limit ? "…" : "");

    static string List(IEnumerable<string> names, int limit = 8)
    {
        var shown = names.Take(limit + 1).Select(name => Shown(name)).ToArray();
        return shown.Length == 0 ? "none" : string.Join(", ", shown.Take(limit)) + (shown.Length > limit ? ", …" : "");
    }

    static string Tuple(ReadOnlySpan<long> values, int limit = 8) =>
        $"({string.Join(", ", values[..Math.Min(limit, values.Length)].ToArray())}{(values.Length > limit ? ", …" : "")})";

    static string Described(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { } tensor) return "no tensor";
        var type = tensor.ElemType >= 0 && tensor.ElemType < OnnxTypes.Length ? OnnxTypes[tensor.ElemType] : $"of type {tensor.ElemType}";
        return $"{type} {(tensor.Shape is { } shape ? $"({string.Join(", ", shape.Dim.Take(8).Select(Side))})" : "of unknown shape")}";

        static string Side(TensorShapeProto.Types.Dimension side) =>
            side.Fixed() is { } n ? $"{n}" : side.DimParam is { Length: > 0 } name ? Shown(name) : "?";
    }

    /// <summary>Names of element types by their numbers in the ONNX format.</summary>
    static readonly string[] OnnxTypes =
    [
        "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "float64", "uint32",
        "uint64", "complex64", "complex128", "bfloat16",
    ];

    static string Siblings(string? folder, string? ending = null)
    {
        folder = folder is "" ? "." : folder;
        if (!Directory.Exists(folder))
        {
            return "";
        }
        var names = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { IgnoreInaccessible = true })
            .Select(file => Path.GetFileName(file))
            .Where(name => ending is null
                ? name.EndsWith(".pth", StringComparison.Ordinal) || name.EndsWith(".safetensors", StringComparison.Ordinal)
                : name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToArray();
        return names.Length == 0 ? "" : $"; the folder holds {List(names)}";
    }

    static string Begins(ReadOnlySpan<byte> start) => start switch
    {
        [] => "is empty",
        _ when !start.ContainsAnyExceptInRange((byte)' ', (byte)'~') => $"begins with \"{Encoding.ASCII.GetString(start)}\"",
        _ => $"begins with the bytes {Convert.ToHexStringLower(start)}",
    };
}
