using System.Collections.Frozen;

namespace VarMem.Models.Checkpoints;

/// <summary>
/// The globals that a state dict needs, and what calling them means here. A pickle can name any function of Python; whatever is not in
/// this list is refused by name, and what is in it makes plain values.
/// </summary>
static class PickleGlobals
{
    /// <summary>Storage keys are short numbers; a bound keeps hostile ones cheap.</summary>
    const int MaxKeyLength = 64;

    static readonly FrozenDictionary<string, object> Known = new Dictionary<string, object>
    {
        ["collections.OrderedDict"] = new PickleFunction("collections.OrderedDict"),
        ["torch.Size"] = new PickleFunction("torch.Size"),
        ["torch._utils._rebuild_tensor"] = new PickleFunction("torch._utils._rebuild_tensor"),
        ["torch._utils._rebuild_tensor_v2"] = new PickleFunction("torch._utils._rebuild_tensor_v2"),
        ["torch._utils._rebuild_tensor_v3"] = new PickleFunction("torch._utils._rebuild_tensor_v3"),
        ["torch._utils._rebuild_parameter"] = new PickleFunction("torch._utils._rebuild_parameter"),
        ["torch.HalfStorage"] = new StorageClass(ElementType.Float16),
        ["torch.BFloat16Storage"] = new StorageClass(ElementType.BFloat16),
        ["torch.FloatStorage"] = new StorageClass(ElementType.Float32),
        ["torch.DoubleStorage"] = new StorageClass(ElementType.Float64),
        ["torch.BoolStorage"] = new StorageClass(ElementType.Bool),
        ["torch.ByteStorage"] = new StorageClass(ElementType.UInt8),
        ["torch.CharStorage"] = new StorageClass(ElementType.Int8),
        ["torch.ShortStorage"] = new StorageClass(ElementType.Int16),
        ["torch.IntStorage"] = new StorageClass(ElementType.Int32),
        ["torch.LongStorage"] = new StorageClass(ElementType.Int64),
        ["torch.storage.UntypedStorage"] = new StorageClass(ElementType.UInt8),
        ["torch.float16"] = ElementType.Float16,
        ["torch.bfloat16"] = ElementType.BFloat16,
        ["torch.float32"] = ElementType.Float32,
        ["torch.float64"] = ElementType.Float64,
        ["torch.bool"] = ElementType.Bool,
        ["torch.uint8"] = ElementType.UInt8,
        ["torch.int8"] = ElementType.Int8,
        ["torch.int16"] = ElementType.Int16,
        ["torch.int32"] = ElementType.Int32,
        ["torch.int64"] = ElementType.Int64,
    }.ToFrozenDictionary();

    /// <summary>The function, storage class or element type of that name; null where the name is foreign.</summary>
    internal static object? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>What the function makes of the arguments; null where it takes others.</summary>
    internal static object? Call(PickleFunction function, object?[] arguments) => (function.Name, arguments) switch
    {
        ("collections.OrderedDict", []) => new PickleDict(),
        ("torch.Size", [object?[] sides]) => sides,
        ("torch._utils._rebuild_tensor", [PickledStorage storage, long offset, object?[] shape, object?[] strides])
            => Tensor(storage, storage.ElementType, offset, shape, strides),
        ("torch._utils._rebuild_tensor_v2", [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..])
            => Tensor(storage, storage.ElementType, offset, shape, strides),
        ("torch._utils._rebuild_tensor_v3",
            [PickledStorage storage, long offset, object?[] shape, object?[] strides, _, _, ElementType type, ..])
            => Tensor(storage, type, offset, shape, strides),
        ("torch._utils._rebuild_parameter", [PickledTensor tensor, ..]) => tensor,
        _ => null,
    };

    /// <summary>The storage that a persistent id names; null where it is none.</summary>
    internal static PickledStorage? Storage(object? id) =>
        id is object?[] and ["storage", StorageClass { ElementType: var type }, string { Length: <= MaxKeyLength } key, _, long count, ..]
            ? new(key, type, count)
            : null;

    static PickledTensor? Tensor(PickledStorage storage, ElementType type, long offset, object?[] shape, object?[] strides) =>
        shape.Length <= TensorInfo.MaxRank && strides.Length == shape.Length && shape.All(IsLong) && strides.All(IsLong)
            ? new(storage, type, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()])
            : null;

    static bool IsLong(object? value) => value is long;
}
