using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Numerics;
using System.Text.Json;

namespace VarMem.Models.Checkpoints;

/// <summary>The safetensors format: 8 bytes of length, a JSON header of that length, then the values of all tensors.</summary>
sealed class Safetensors : ITensorFile
{
    /// <summary>The bound of the format's own implementation.</summary>
    const int MaxHeader = 100_000_000;

    /// <summary>The one key of the header that is no tensor.</summary>
    internal const string MetadataKey = "__metadata__";

    static readonly FrozenDictionary<string, ElementType> Types = new Dictionary<string, ElementType>
    {
        ["F16"] = ElementType.Float16,
        ["BF16"] = ElementType.BFloat16,
        ["F32"] = ElementType.Float32,
        ["F64"] = ElementType.Float64,
        ["BOOL"] = ElementType.Bool,
        ["U8"] = ElementType.UInt8,
        ["I8"] = ElementType.Int8,
        ["I16"] = ElementType.Int16,
        ["I32"] = ElementType.Int32,
        ["I64"] = ElementType.Int64,
    }.ToFrozenDictionary();

    readonly string _path;
    readonly FileStream _file;
    readonly long _dataStart;

    readonly Dictionary<string, string> _metadata = [];

    /// <summary>Each tensor is its own storage: bytes of the data, by the name in the file.</summary>
    readonly Dictionary<string, (long Begin, long End)> _ranges = [];

    internal Safetensors(string path, FileStream file)
    {
        _path = path;
        _file = file;
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        file.Position = 0;
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)Math.Min(MaxHeader, file.Length - prefix.Length))
        {
            throw Throw.HeaderTooLong(path, length, file.Length);
        }
        _dataStart = prefix.Length + (long)length;
    }

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    internal static string NameOf(ElementType type) => Types.First(known => known.Value == type).Key;

    public IEnumerable<TensorInfo> ReadTensors()
    {
        var header = new byte[_dataStart - sizeof(ulong)];
        _file.Position = sizeof(ulong);
        _file.ReadExactly(header);
        var tensors = Parse(header);
        RefuseOverlaps();
        return tensors;
    }

    public void Read<T>(TensorInfo tensor, Span<T> destination) where T : unmanaged, INumber<T>
    {
        _file.Position = _dataStart + _ranges[tensor.Storage].Begin;
        TensorReader.Read(_file, tensor, destination);
    }

    public void Dispose() => _file.Dispose();

    TensorInfo[] Parse(byte[] header)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            if (json.RootElement.TryGetProperty(MetadataKey, out var metadata)) ReadMetadata(metadata);
            return [.. json.RootElement.EnumerateObject().Where(item => item.Name != MetadataKey).Select(ReadTensor)];
        }
        // JsonElement's answers to broken JSON, to a value of another kind, to a missing one and to a number that does not fit
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Throw.BadHeader(_path, e);
        }
    }

    /// <summary>Texts by key; whatever else stands there is passed over, for no value of a tensor depends on it.</summary>
    void ReadMetadata(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object) return;
        foreach (var item in metadata.EnumerateObject())
            if (item.Value.ValueKind == JsonValueKind.String) _metadata[item.Name] = item.Value.GetString()!;
    }

    TensorInfo ReadTensor(JsonProperty item)
    {
        var dtype = item.Value.GetProperty("dtype").GetString() ?? "null";
        if (!Types.TryGetValue(dtype, out var type))
        {
            throw Throw.UnknownType(_path, item.Name, dtype, Types.Keys);
        }
        var (begin, end) = ReadRange(item);
        var shape = Numbers(item, "shape");
        var tensor = new TensorInfo(_path, item.Name, type, shape, RowMajorStrides(shape), item.Name, end - begin, 0);
        return tensor.Count * type.Size() == end - begin ? tensor : throw Throw.BadLength(_path, tensor, end - begin);
    }

    (long Begin, long End) ReadRange(JsonProperty item)
    {
        var offsets = Numbers(item, "data_offsets");
        var available = _file.Length - _dataStart;
        if (offsets is not [>= 0 and var begin, var end] || end < begin || end > available)
        {
            throw Throw.BadOffsets(_path, item.Name, offsets, available);
        }
        return _ranges.TryAdd(item.Name, (begin, end)) ? (begin, end) : throw Throw.DuplicateName(_path, item.Name);
    }

    void RefuseOverlaps()
    {
        var ordered = _ranges.Where(range => range.Value.End > range.Value.Begin).OrderBy(range => range.Value.Begin).ToArray();
        foreach (var (first, second) in ordered.Zip(ordered.Skip(1)))
        {
            if (second.Value.Begin < first.Value.End)
            {
                throw Throw.Overlap(_path, first.Key, second.Key);
            }
        }
    }

    static long[] Numbers(JsonProperty item, string name) =>
        [.. item.Value.GetProperty(name).EnumerateArray().Select(number => number.GetInt64())];

    static long[] RowMajorStrides(long[] shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride = unchecked(stride * shape[d]); // overflows only where TensorInfo refuses the shape
        }
        return strides;
    }
}
