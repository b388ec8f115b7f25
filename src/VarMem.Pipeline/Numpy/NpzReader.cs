using System.IO.Compression;

namespace VarMem.Pipeline.Numpy;

/// <summary>The named arrays of an .npz file.</summary>
public sealed class NpzReader(string file) : IDisposable
{
    readonly ZipArchive _zip = ZipFile.OpenRead(file);

    public IEnumerable<string> Names => _zip.Entries.Select(entry => entry.FullName[..^".npy".Length]);

    /// <exception cref="PipelineException">There is no such array, or it is not of <typeparamref name="T"/>.</exception>
    public NpyArray<T> Read<T>(string name)
        where T : unmanaged
    {
        var entry = _zip.GetEntry(name + ".npy") ?? throw Throw.NoArray(file, name, Names);
        using var stream = entry.Open();
        return Npy.Read<T>(stream, $"{file}, array {name}");
    }

    public void Dispose() => _zip.Dispose();
}
