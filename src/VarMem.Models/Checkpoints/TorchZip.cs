using System.IO.Compression;
using System.Numerics;

namespace VarMem.Models.Checkpoints;

/// <summary>What torch.save writes since PyTorch 1.6: a zip of ROOT/data.pkl, ROOT/data/KEY for each storage, ROOT/byteorder, …</summary>
sealed class TorchZip : ITensorFile
{
    /// <summary>The pickle of a large training checkpoint has half a megabyte.</summary>
    const int MaxPickle = 16 << 20;

    readonly string _path;
    readonly long _fileLength;
    readonly ZipArchive _zip;
    readonly Dictionary<string, ZipArchiveEntry> _entries = [];
    readonly string _root;

    public IReadOnlyList<TensorInfo> Tensors { get; }

    internal TorchZip(string path, FileStream file, string? part)
    {
        _path = path;
        _fileLength = file.Length;
        _zip = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (var entry in _zip.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
            {
                throw Throw.DuplicateName(path, entry.FullName);
            }
        }
        var pickle = _entries.Keys.FirstOrDefault(name => name.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw Throw.NoPickle(path, _entries.Keys);
        _root = pickle[..^"data.pkl".Length];
        RefuseBigEndian();
        Tensors = [.. StateDict.Find(path, new Unpickler(path, ReadPickle(pickle)).Load(), part).Select(item => Locate(item.Name, item.Tensor))];
    }

    public void Read<T>(TensorInfo tensor, Span<T> destination) where T : unmanaged, INumber<T>
    {
        using var stream = _entries[tensor.Storage].Open();
        Skip(stream, tensor.Offset);
        TensorReader.Read(stream, tensor, destination);
    }

    public void Dispose() => _zip.Dispose();

    byte[] ReadPickle(string name)
    {
        var length = TrueLength(name);
        if (length > MaxPickle)
        {
            throw Throw.PickleTooLong(_path, length, MaxPickle);
        }
        var pickle = new byte[length];
        using var stream = _entries[name].Open();
        stream.ReadExactly(pickle);
        return pickle;
    }

    void RefuseBigEndian()
    {
        if (_entries.TryGetValue(_root + "byteorder", out var entry))
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
        var storage = $"{_root}data/{tensor.Storage.Key}";
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
