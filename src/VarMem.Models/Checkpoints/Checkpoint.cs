using System.Numerics;
using System.Security.Cryptography;

namespace VarMem.Models.Checkpoints;

/// <summary>
/// The named tensors of a trained model: a PyTorch .pth or a .safetensors file, told apart by content. Opening reads names and shapes
/// alone and executes nothing; values are read when asked for. Not for several threads at a time.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    readonly FileStream _file;
    readonly ITensorFile _source;
    readonly OrderedDictionary<string, TensorInfo> _tensors = [];

    public string Path { get; }

    /// <summary>By name, in file order.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <summary>What a .safetensors file says of itself, by key; empty for any other.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _source.Metadata;

    /// <summary>Of the whole file, in lower-case hexadecimal; reads it once, when first asked for.</summary>
    public string Sha256 => field ??= HashFile();

    Checkpoint(string path, FileStream file, string? part)
    {
        Path = path;
        _file = file;
        _source = OpenFormat(path, file, part);
        var elements = 0L; // each tensor has at most as many as the file has bytes, and there are less than 2^31
        foreach (var tensor in _source.ReadTensors())
        {
            if (!_tensors.TryAdd(tensor.Name, tensor))
            {
                throw Throw.DuplicateName(path, tensor.Name);
            }
            elements += tensor.Count;
        }
        if (elements > file.Length)
        {
            throw Throw.SharedStorages(path, _tensors.Count, elements, file.Length);
        }
    }

    /// <summary>Opens a state dict, bare or under 'model', 'state_dict' or, in VAR's training checkpoints, under 'trainer'.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">
    /// <c>var_wo_ddp</c> (the transformer) or <c>vae_local</c> (the tokenizer) of a training checkpoint; without meaning for other files.
    /// </param>
    /// <exception cref="ModelException">There is no such file, or it is no whole, harmless checkpoint.</exception>
    public static Checkpoint Open(string path, string? part = null)
    {
        if (Directory.Exists(path))
        {
            throw Throw.Folder(path);
        }
        if (!File.Exists(path))
        {
            throw Throw.Missing(path);
        }
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            return new Checkpoint(path, file, part);
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (IsDamage(e))
            {
                throw Throw.Unreadable(path, e);
            }
            throw;
        }
    }

    /// <summary>The values of a float16, bfloat16, float32 or float64 tensor, in row-major order.</summary>
    /// <exception cref="ModelException">There is no such tensor, it has another type, or its values cannot be read.</exception>
    public float[] ReadFloats(string name)
    {
        var tensor = FindFloats(name);
        var values = GC.AllocateUninitializedArray<float>((int)tensor.Count);
        Read<float>(tensor, values);
        return values;
    }

    /// <inheritdoc cref="ReadFloats(string)"/>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">As long as the tensor.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public void ReadFloats(string name, Span<float> destination)
    {
        var tensor = FindFloats(name);
        if (destination.Length != tensor.Count)
        {
            throw Throw.DestinationLength(tensor, destination.Length);
        }
        Read(tensor, destination);
    }

    /// <summary>The values of an integer tensor, in row-major order.</summary>
    /// <exception cref="ModelException">There is no such tensor, it has another type, or its values cannot be read.</exception>
    public long[] ReadInt64(string name)
    {
        var tensor = Find(name);
        if (!tensor.ElementType.IsInteger())
        {
            throw Throw.WrongType(Path, tensor, "integers");
        }
        var values = GC.AllocateUninitializedArray<long>((int)tensor.Count);
        Read<long>(tensor, values);
        return values;
    }

    public void Dispose() => _source.Dispose();

    static ITensorFile OpenFormat(string path, FileStream file, string? part)
    {
        Span<byte> start = stackalloc byte[16];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return start switch
        {
            [(byte)'P', (byte)'K', ..] => new TorchZip(path, file, part),
            [_, _, _, _, _, _, _, _, (byte)'{', ..] => new Safetensors(path, file),
            [0x80, <= 5, ..] => throw Throw.LegacyPickle(path),
            _ => throw Throw.NoCheckpoint(path, start),
        };
    }

    TensorInfo Find(string name)
    {
        var tensor = _tensors.GetValueOrDefault(name) ?? throw Throw.NoTensor(Path, name, _tensors.Keys);
        return Math.Max(tensor.Count, tensor.Extent) <= Array.MaxLength ? tensor : throw Throw.TooLarge(Path, tensor);
    }

    TensorInfo FindFloats(string name)
    {
        var tensor = Find(name);
        return tensor.ElementType.IsFloat() ? tensor : throw Throw.WrongType(Path, tensor, "floats");
    }

    void Read<T>(TensorInfo tensor, Span<T> destination) where T : unmanaged, INumber<T>
    {
        try
        {
            _source.Read(tensor, destination);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Throw.Unreadable(Path, e);
        }
    }

    string HashFile()
    {
        _file.Position = 0;
        return Convert.ToHexStringLower(SHA256.HashData(_file));
    }

    /// <summary>What the file system and the zip reader throw at files that are unreadable or not what they claim.</summary>
    static bool IsDamage(Exception e) =>
        e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException;
}
