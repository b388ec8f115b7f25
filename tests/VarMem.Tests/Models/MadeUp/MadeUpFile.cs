using System.IO.Compression;
using System.Runtime.InteropServices;
using VarMem.Models.Checkpoints;
using VarMem.Tests.Models.Checkpoints;

namespace VarMem.Tests.Models.MadeUp;

/// <summary>Writes made-up checkpoints, a tensor at a time, so that one of any size can be made.</summary>
static class MadeUpFile
{
    /// <summary>A .pth file as torch.save lays it out, of a bare state dict.</summary>
    public static string WriteTorch(string file, IEnumerable<MadeUpTensor> tensors, int seed = 1) =>
        WriteTorch(file, [tensors], dicts => dicts[0], seed);

    /// <summary>A .pth file of several state dicts and what is around them.</summary>
    /// <param name="file">Where to write.</param>
    /// <param name="models">Each one's tensors.</param>
    /// <param name="root">Makes one pickled value of the pickled state dicts.</param>
    /// <param name="seed">Decides the tensors' values.</param>
    public static string WriteTorch(string file, IEnumerable<MadeUpTensor>[] models, Func<byte[][], byte[]> root, int seed = 1)
    {
        var storages = new List<MadeUpTensor>();
        byte[][] dicts = [.. models.Select(tensors => Pickle.Dict([.. tensors.Select(tensor => (tensor.Name, Stored(tensor)))]))];
        using var zip = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        Entry("data.pkl", Pickle.Program(root(dicts)));
        Entry("byteorder", "little"u8);
        for (var i = 0; i < storages.Count; i++) Entry($"data/{i}", Values(storages[i], seed, ElementType.Float32));
        Entry("version", "3\n"u8);
        return file;

        byte[] Stored(MadeUpTensor tensor)
        {
            storages.Add(tensor);
            return Pickled(tensor, storages.Count - 1);
        }

        void Entry(string name, ReadOnlySpan<byte> content)
        {
            using var stream = zip.CreateEntry($"model/{name}", CompressionLevel.NoCompression).Open();
            stream.Write(content);
        }
    }

    /// <param name="file">Where to write.</param>
    /// <param name="tensors">What to write.</param>
    /// <param name="seed">Decides the tensors' values.</param>
    /// <param name="sparse">
    /// True leaves the values a hole, which reads as zeros: a file of any length that takes no room on the disk.
    /// </param>
    /// <param name="floats">How values that are no integers are stored.</param>
    public static string WriteSafetensors(
        string file, IEnumerable<MadeUpTensor> tensors, int seed = 1, bool sparse = false, ElementType floats = ElementType.Float32)
    {
        var list = tensors.ToArray();
        using var writer = new SafetensorsWriter(
            file, list.Select(tensor => (tensor.Name, tensor.Integers is null ? floats : ElementType.Int64, tensor.Shape)));
        foreach (var tensor in list)
            if (!sparse || tensor.Integers is not null) writer.Write(tensor.Name, Values(tensor, seed, floats));
        return file;
    }

    static byte[] Pickled(MadeUpTensor tensor, int key)
    {
        long[] shape = [.. tensor.Shape];
        long[] strides = [.. shape.Select((_, axis) => shape[(axis + 1)..].Aggregate(1L, (a, b) => a * b))];
        var type = tensor.Integers is null ? "FloatStorage" : "LongStorage";
        return Pickle.Tensor(Pickle.Storage(type, $"{key}", tensor.Count), 0, shape, strides);
    }

    static ReadOnlySpan<byte> Values(MadeUpTensor tensor, int seed, ElementType floats)
    {
        if (tensor.Integers is { } integers) return MemoryMarshal.AsBytes(integers.AsSpan());
        var values = new float[tensor.Count];
        tensor.Fill(values, seed);
        return floats switch
        {
            ElementType.Float16 => MemoryMarshal.AsBytes<Half>(values.Select(value => (Half)value).ToArray()),
            ElementType.BFloat16 => MemoryMarshal.AsBytes<ushort>(values.Select(UpperHalf).ToArray()),
            _ => MemoryMarshal.AsBytes(values.AsSpan()),
        };
    }

    static ushort UpperHalf(float value) => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
}
