using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using VarMem.Tests.Models.Checkpoints;

namespace VarMem.Tests.Models.MadeUp;

/// <summary>Writes made-up checkpoints, a tensor at a time, so that one of any size can be made.</summary>
static class MadeUpFile
{
    /// <summary>A .pth file as torch.save lays it out.</summary>
    public static string WriteTorch(string file, IEnumerable<MadeUpTensor> tensors, int seed = 1)
    {
        var list = tensors.ToArray();
        using var zip = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        Entry("data.pkl", Pickle.Program(Pickle.Dict([.. list.Select((tensor, i) => (tensor.Name, Pickled(tensor, i)))])));
        Entry("byteorder", "little"u8);
        for (var i = 0; i < list.Length; i++) Entry($"data/{i}", Values(list[i], seed));
        Entry("version", "3\n"u8);
        return file;

        void Entry(string name, ReadOnlySpan<byte> content)
        {
            using var stream = zip.CreateEntry($"model/{name}", CompressionLevel.NoCompression).Open();
            stream.Write(content);
        }
    }

    /// <param name="sparse">True leaves the values a hole, which reads as zeros: a file of any length that takes no room on the disk.</param>
    public static string WriteSafetensors(string file, IEnumerable<MadeUpTensor> tensors, int seed = 1, bool sparse = false)
    {
        var list = tensors.ToArray();
        var header = new Dictionary<string, object>();
        var end = 0L;
        foreach (var tensor in list)
        {
            var start = end;
            end += tensor.Count * (tensor.Integers is null ? sizeof(float) : sizeof(long));
            header[tensor.Name] = new { dtype = tensor.Integers is null ? "F32" : "I64", shape = tensor.Shape, data_offsets = new[] { start, end } };
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        using var stream = File.Create(file);
        stream.Write(length);
        stream.Write(json);
        stream.SetLength(stream.Position + end);
        foreach (var tensor in list)
            if (sparse && tensor.Integers is null) stream.Position += tensor.Count * sizeof(float);
            else stream.Write(Values(tensor, seed));
        return file;
    }

    static byte[] Pickled(MadeUpTensor tensor, int key)
    {
        long[] shape = [.. tensor.Shape];
        long[] strides = [.. shape.Select((_, axis) => shape[(axis + 1)..].Aggregate(1L, (a, b) => a * b))];
        return Pickle.Tensor(Pickle.Storage(tensor.Integers is null ? "FloatStorage" : "LongStorage", $"{key}", tensor.Count), 0, shape, strides);
    }

    static ReadOnlySpan<byte> Values(MadeUpTensor tensor, int seed)
    {
        if (tensor.Integers is { } integers) return MemoryMarshal.AsBytes(integers.AsSpan());
        var values = new float[tensor.Count];
        tensor.Fill(values, seed);
        return MemoryMarshal.AsBytes(values.AsSpan());
    }
}
