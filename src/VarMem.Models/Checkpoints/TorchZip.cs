using System.Collections.Frozen;
using System.IO.Compression;
using System.Numerics;

namespace VarMem.Models.Checkpoints;

/// <summary>What torch.save writes since PyTorch 1.6: a zip of ROOT/data.pkl, ROOT/data/KEY for each storage, ROOT/byteorder, …</summary>
sealed class TorchZip : ITensorFile
{
    /// <summary>The pickle of a large training checkpoint has half a megabyte.</summary>
    const int MaxPickle = 16 << 20;

    readonly string _path;
    readonly string? _part;
    readonly long _fileLength;
    readonly ZipArchive _zip;

    /// <summary>By name below ROOT/. Names are only ever keys of this: nothing is unpacked.</summary>
    readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    internal TorchZip(string path, FileStream file, string? part)
    {
        _path = path;
        _part = part;
        _fileLength = file.Length;
        _zip = new ZipArchive(file, ZipArchiveMode.Read);
        var pickle = _zip.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw Throw.NoPickle(path, _zip.Entries.Select(entry => entry.FullName));
        var root = pickle.FullName[..^"data.pkl".Length];
        foreach (var entry in _zip.Entries.Where(entry => entry.FullName.StartsWith(root, StringComparison.Ordinal)))
        {
            if (!_entries.TryAdd(entry.FullName[root.Length..], entry))
            {
                throw Throw.DuplicateEntry(path, entry.FullName);
            }
        }
        RefuseBigEndian();
    }

    public IReadOnlyDictionary<string, string> Metadata => FrozenDictionary<string, string>.Empty;

    public IEnumerable<TensorInfo> ReadTensors() =>
        StateDict.Find(_path, new Unpickler(_path, ReadPickle()).Load(), _part).Select(item => Locate(item.Name, item.Tensor));

    public void Read<T>(TensorInfo tensor, Span<T> destination) where T : unmanaged, INumber<T>
    {
        using var stream = _entries[tensor.Storage].Open();
        Skip(stream, tensor.Offset);
        TensorReader.Read(stream, tensor, destination);
    }

    public void Dispose() => _zip.Dispose();

    byte[] ReadPickle()
    {
        var length = TrueLength("data.pkl");
        if (length > MaxPickle)
        {
            throw Throw.PickleTooLong(_path, length, MaxPickle);
        }
        var pickle = new byte[length];
        using var stream = _entries["data.pkl"].Open();
        stream.ReadExactly(pickle);
        return pickle;
    }

    void RefuseBigEndian()
    {
        if (_entries.TryGetValue("byteorder", out var entry))
        {
            using var stream = entry.Open();
            if (stream.ReadByte() == 'b')
            {
                throw Throw.BigEndian(_path);
            }
        }
    }

    TensorInfo Locate(string name, PickledTensor tensor)
    {
        var storage = $"data/{tensor.Storage.Key}";
        if (!_entries.ContainsKey(storage))
        {
            throw Throw.NoStorage(_path, name, storage);
        }
        var length = TrueLength(storage);
        var declared = (Int128)tensor.Storage.Count * tensor.Storage.ElementType.Size();
        if (declared > length)
        {
            throw Throw.StorageTooShort(_path, name, storage, declared, length);
        }
        return new TensorInfo(_path, name, tensor.ElementType, tensor.Shape, tensor.Strides, storage, length, tensor.Offset);
    }

    /// <summary>
    /// The entry's length as far as the file can hold it. torch.save stores its entries plain; compressed ones, whose declared length
    /// nothing bounds, are refused.
    /// </summary>
    long TrueLength(string name)
    {
        var entry = _entries[name];
        return entry.Length == entry.CompressedLength && entry.Length <= _fileLength ? entry.Length : throw Throw.Compressed(_path, name);
    }

    static void Skip(Stream stream, long bytes)
    {
        var chunk = new byte[Math.Min(bytes, 1 << 16)];
        for (; bytes > 0; bytes -= chunk.Length)
        {
            stream.ReadExactly(chunk, 0, (int)Math.Min(bytes, chunk.Length));
        }
    }
}
