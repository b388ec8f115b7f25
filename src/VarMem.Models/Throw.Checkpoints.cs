using System.Diagnostics.CodeAnalysis;
using VarMem.Models.Checkpoints;

namespace VarMem.Models;

/// <summary>Checkpoint files of both formats, and the tensors in them.</summary>
static partial class Throw
{
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
    internal static ModelException SharedStorages(string path, int tensors, long elements, long length) => throw new ModelException(
        $"{path}: its {tensors} tensors hold {elements} elements, more than the file has bytes ({length}): they lie upon each other; "
        + "save each as tensor.clone().");

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
    internal static ArgumentException TensorBytes(string name, long length, long announced) => throw new ArgumentException(
        $"tensor {name} was announced with {announced} bytes; {length} were given.");

    /// <summary>The caller's mistake, not the user's.</summary>
    [DoesNotReturn]
    internal static ArgumentException DestinationLength(TensorInfo tensor, int length) => throw new ArgumentException(
        $"{tensor} has {tensor.Count} elements, the destination {length}.");
}
