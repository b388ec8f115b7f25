using System.Runtime.InteropServices;
using VarMem.Models.Onnx.Proto;

namespace VarMem.Models.Onnx;

/// <summary>
/// The file of weights beside an ONNX graph (ONNX "external data"): tensors one after the other, each at a page boundary so that the
/// runtime can map it into memory. Only the tensor in hand is ever in managed memory.
/// </summary>
sealed class WeightFile(string path) : IDisposable
{
    const int PageSize = 4096;

    readonly FileStream _stream = new(path, FileMode.Create, FileAccess.Write);

    public string Name { get; } = System.IO.Path.GetFileName(path);

    /// <summary>Appends the values and returns an initializer that points at them.</summary>
    public TensorProto Append(string name, ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        var offset = (_stream.Position + PageSize - 1) / PageSize * PageSize;
        var bytes = MemoryMarshal.AsBytes(values);
        _stream.Position = offset;
        _stream.Write(bytes);

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
