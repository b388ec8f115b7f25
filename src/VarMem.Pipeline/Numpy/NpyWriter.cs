using System.Runtime.InteropServices;

namespace VarMem.Pipeline.Numpy;

/// <summary>Writes one array piece by piece, in C order, to a stream that stays the caller's.</summary>
public sealed class NpyWriter<T>
    where T : unmanaged
{
    readonly Stream _stream;
    readonly string _name;
    readonly long _count;
    long _written;

    internal NpyWriter(Stream stream, string name, ReadOnlySpan<long> shape)
    {
        (_stream, _name) = (stream, name);
        _count = 1;
        foreach (var side in shape) _count = checked(_count * side);
        stream.Write(NpyHeader.ToBytes(typeof(T), shape));
    }

    public void Write(ReadOnlySpan<T> values)
    {
        _stream.Write(MemoryMarshal.AsBytes(values));
        _written += values.Length;
    }

    /// <summary>To be called behind the last value.</summary>
    /// <exception cref="PipelineException">Other than the shape's number of values were written.</exception>
    public void Complete()
    {
        if (_written != _count) throw Throw.NpyCount(_name, _written, _count);
    }
}
