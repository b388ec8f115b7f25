using System.IO.Compression;

namespace VarMem.Pipeline.Numpy;

/// <summary>
/// Writes an .npz file, array by array and each piece by piece, stored without compression. The file is there when
/// <see cref="Complete"/> returns, and not at all without it.
/// </summary>
public sealed class NpzWriter : IDisposable
{
    readonly string _file, _partial;
    readonly ZipArchive _zip;
    Stream? _entry;

    public NpzWriter(string file)
    {
        (_file, _partial) = (file, file + ".partial");
        _zip = new ZipArchive(File.Create(_partial), ZipArchiveMode.Create);
    }

    /// <summary>Starts an array, which ends the one before; write all of its values to what is returned, then complete that.</summary>
    public NpyWriter<T> Add<T>(string name, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        _entry?.Dispose();
        _entry = _zip.CreateEntry(name + ".npy", CompressionLevel.NoCompression).Open();
        return new NpyWriter<T>(_entry, $"{_file}, array {name}", shape);
    }

    public void Complete()
    {
        Close();
        File.Move(_partial, _file, overwrite: true);
    }

    public void Dispose()
    {
        Close();
        File.Delete(_partial);
    }

    void Close()
    {
        _entry?.Dispose();
        _zip.Dispose();
    }
}
