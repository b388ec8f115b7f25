using System.Runtime.InteropServices;

namespace VarMem.Pipeline.Numpy;

/// <summary>Whole .npy files; for those too large for memory see <see cref="NpyHeader"/> and <see cref="NpyWriter{T}"/>.</summary>
public static class Npy
{
    /// <exception cref="PipelineException">The file is missing or is not an array of <typeparamref name="T"/>.</exception>
    public static NpyArray<T> Read<T>(string file)
        where T : unmanaged
    {
        NpyHeader.Read(file);
        using var stream = File.OpenRead(file);
        return Read<T>(stream, file);
    }

    public static void Write<T>(string file, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        using var stream = File.Create(file);
        var writer = new NpyWriter<T>(stream, file, shape);
        writer.Write(values);
        writer.Complete();
    }

    internal static NpyArray<T> Read<T>(Stream stream, string name)
        where T : unmanaged
    {
        var header = NpyHeader.Read(stream, name);
        if (header.Type != typeof(T)) throw Throw.NpyOtherType(name, header, typeof(T));
        var values = new T[header.Count];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return new NpyArray<T>(header.Shape, values);
    }
}
