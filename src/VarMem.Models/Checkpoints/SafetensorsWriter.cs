using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VarMem.Models.Checkpoints;

/// <summary>
/// Writes a safetensors file: names and shapes first, then the values of one tensor after the other, so that only the tensor in hand is
/// in memory. A tensor that is never written holds zeros, for which most file systems take no room.
/// </summary>
sealed class SafetensorsWriter : IDisposable
{
    /// <summary>The format's own implementation begins the values at a multiple of it.</summary>
    const int Alignment = 8;

    readonly FileStream _file;
    readonly long _dataStart;
    readonly Dictionary<string, (long Begin, long End)> _ranges = [];

    /// <param name="path">The file; one that is there is overwritten.</param>
    /// <param name="tensors">All that the file is to hold, in file order.</param>
    /// <param name="metadata">What the file says of itself.</param>
    public SafetensorsWriter(
        string path, IEnumerable<(string Name, ElementType Type, int[] Shape)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = new Dictionary<string, object>();
        if (metadata is not null) header.Add(Safetensors.MetadataKey, metadata);
        var end = 0L;
        foreach (var (name, type, shape) in tensors)
        {
            var begin = end;
            end += shape.Aggregate((long)type.Size(), (bytes, side) => bytes * side);
            header.Add(name, new { dtype = Safetensors.NameOf(type), shape, data_offsets = new[] { begin, end } });
            _ranges.Add(name, (begin, end));
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var length = (json.Length + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[sizeof(ulong) + length];
        bytes.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)length);
        json.CopyTo(bytes, sizeof(ulong));

        _dataStart = bytes.Length;
        _file = File.Create(path);
        _file.Write(bytes);
        _file.SetLength(_dataStart + end);
    }

    /// <param name="name">One of the tensors.</param>
    /// <param name="values">All of its values, row-major, in the type that was announced.</param>
    /// <exception cref="ArgumentException">They are more or fewer bytes than were announced.</exception>
    public void Write<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var (begin, end) = _ranges[name];
        var bytes = MemoryMarshal.AsBytes(values);
        if (bytes.Length != end - begin) throw Throw.TensorBytes(name, bytes.Length, end - begin);
        _file.Position = _dataStart + begin;
        _file.Write(bytes);
    }

    public void Dispose() => _file.Dispose();
}
