using System.Numerics;
using System.Runtime.InteropServices;

namespace VarMem.Models.Checkpoints;

/// <summary>Reads a tensor's values from a stream into row-major order.</summary>
static class TensorReader
{
    const int ChunkLength = 8192;

    /// <param name="stream">Stands at the tensor's first element.</param>
    /// <param name="tensor">Its layout.</param>
    /// <param name="destination">As long as the tensor.</param>
    internal static void Read<T>(Stream stream, TensorInfo tensor, Span<T> destination) where T : unmanaged, INumber<T>
    {
        if (tensor.Count == 0 || tensor.IsContiguous)
        {
            ReadRun(stream, tensor.ElementType, destination);
            return;
        }
        var run = new T[tensor.Extent];
        ReadRun(stream, tensor.ElementType, run.AsSpan());
        Gather(run, tensor, destination);
    }

    static void ReadRun<T>(Stream stream, ElementType type, Span<T> destination) where T : unmanaged, INumber<T>
    {
        switch (type)
        {
            case ElementType.Float32 when typeof(T) == typeof(float):
            case ElementType.Int64 when typeof(T) == typeof(long):
                stream.ReadExactly(MemoryMarshal.AsBytes(destination));
                break;
            case ElementType.Float16:
                Convert<Half, T>(stream, destination, T.CreateTruncating);
                break;
            case ElementType.BFloat16: // the upper half of a float32
                Convert<ushort, T>(stream, destination,
                    static bits => T.CreateTruncating(BitConverter.UInt32BitsToSingle((uint)bits << 16)));
                break;
            case ElementType.Float64:
                Convert<double, T>(stream, destination, T.CreateTruncating);
                break;
            case ElementType.UInt8:
                Convert<byte, T>(stream, destination, T.CreateTruncating);
                break;
            case ElementType.Int8:
                Convert<sbyte, T>(stream, destination, T.CreateTruncating);
                break;
            case ElementType.Int16:
                Convert<short, T>(stream, destination, T.CreateTruncating);
                break;
            case ElementType.Int32:
                Convert<int, T>(stream, destination, T.CreateTruncating);
                break;
            default:
                throw new NotSupportedException($"{type} as {typeof(T)}");
        }
    }

    static void Convert<TStored, T>(Stream stream, Span<T> destination, Func<TStored, T> convert) where TStored : unmanaged
    {
        var chunk = new TStored[Math.Min(ChunkLength, destination.Length)];
        while (!destination.IsEmpty)
        {
            var stored = chunk.AsSpan(0, Math.Min(chunk.Length, destination.Length));
            stream.ReadExactly(MemoryMarshal.AsBytes(stored));
            for (var i = 0; i < stored.Length; i++)
            {
                destination[i] = convert(stored[i]);
            }
            destination = destination[stored.Length..];
        }
    }

    static void Gather<T>(ReadOnlySpan<T> run, TensorInfo tensor, Span<T> destination)
    {
        var (shape, strides) = (tensor.Shape, tensor.Strides);
        Span<int> index = stackalloc int[shape.Length];
        index.Clear();
        var at = 0L;
        foreach (ref var value in destination)
        {
            value = run[(int)at];
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < shape[d])
                {
                    break;
                }
                at -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
    }
}
