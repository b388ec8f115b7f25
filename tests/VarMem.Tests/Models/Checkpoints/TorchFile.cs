using System.IO.Compression;
using System.Runtime.InteropServices;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Writes .pth files as torch.save lays them out.</summary>
static class TorchFile
{
    internal static byte[] Of(byte[] pickle, params (string Key, byte[] Values)[] storages) => Zip(
        [("model/data.pkl", pickle), ("model/byteorder", "little"u8.ToArray()),
            .. storages.Select(storage => ($"model/data/{storage.Key}", storage.Values)), ("model/version", "3\n"u8.ToArray())]);

    internal static byte[] Zip(params (string Name, byte[] Content)[] entries) => Zip(CompressionLevel.NoCompression, entries);

    internal static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = zip.CreateEntry(name, level).Open();
                stream.Write(content);
            }
        }
        return file.ToArray();
    }

    internal static byte[] Bytes<T>(params T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
