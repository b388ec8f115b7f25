using System.Runtime.InteropServices;
using System.Security.Cryptography;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>
/// The file of weights beside ONNX graphs (ONNX "external data"): tensors one after the other, each at a page boundary so that the
/// runtime can map it into memory. Values that several graphs share are in it once. Only the tensor in hand is ever in managed memory.
/// </summary>
sealed class WeightFile(string path) : IDisposable
{
    const int PageSize = 4096;

    readonly FileStream _stream = new(path, FileMode.Create, FileAccess.Write);

    /// <summary>Where values begin, by their SHA-256.</summary>
    readonly Dictionary<string, long> _offsets = [];

    public string Name { get; } = System.IO.Path.GetFileName(path);

    /// <summary>Appends the values, unless they are there already, and returns an initializer that points at them.</summary>
    public TensorProto Append(string name, ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        var hash = Convert.ToHexString(SHA256.HashData(bytes));
        if (!_offsets.TryGetValue(hash, out var offset))
        {
            _offsets[hash] = offset = (_stream.Position + PageSize - 1) / PageSize * PageSize;
            _stream.Position = offset;
            _stream.Write(bytes);
        }

        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            DataLocation = TensorProto.Types.DataLocation.External,
            ExternalData =
            {
                new StringStringEntryProto { Key = "location", Value = Name },
                new StringStringEntryProto { Key = "offset", Value = $"{offset}" },
                new StringStringEntryProto { Key = "length", Value = $"{bytes.Length}" },
            },
        };
        tensor.Dims.Add(shape);
        return tensor;
    }

    public void Dispose()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }
}
