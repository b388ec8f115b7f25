using System.Collections.Immutable;

namespace VarMem.Models.Checkpoints;

/// <summary>What a checkpoint says about a tensor, without its values.</summary>
public sealed class TensorInfo
{
    /// <summary>A weight has five axes at most; PyTorch's own limit of 64 would let a few bytes of a hostile file make many.</summary>
    internal const int MaxRank = 8;

    /// <summary>The state dict's name, without <c>module.</c> and <c>_orig_mod.</c>.</summary>
    public string Name { get; }

    public ElementType ElementType { get; }

    public ImmutableArray<int> Shape { get; }

    /// <summary>Elements: the product of <see cref="Shape"/>.</summary>
    public long Count { get; }

    /// <summary>The key of the storage that holds the values; several tensors may share one.</summary>
    internal string Storage { get; }

    /// <summary>Bytes from the start of the storage to the first element.</summary>
    internal long Offset { get; }

    /// <summary>Elements of the storage from one index to the next, by dimension.</summary>
    internal ImmutableArray<long> Strides { get; }

    /// <summary>Elements of the storage from the first to the last that the tensor touches.</summary>
    internal long Extent { get; }

    /// <param name="path">The file, for errors.</param>
    /// <param name="name">The name in the file.</param>
    /// <param name="elementType">Type of the elements.</param>
    /// <param name="shape">As declared: anything may stand there.</param>
    /// <param name="strides">In elements.</param>
    /// <param name="storage">Key of the storage.</param>
    /// <param name="storageBytes">Its true length.</param>
    /// <param name="offset">In elements.</param>
    /// <exception cref="ModelException">The tensor does not lie inside its storage.</exception>
    internal TensorInfo(string path, string name, ElementType elementType, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides,
        string storage, long storageBytes, long offset)
    {
        if (shape.Length > MaxRank || strides.Length != shape.Length || offset < 0 || shape.ContainsAnyExceptInRange(0, int.MaxValue)
            || strides.ContainsAnyExceptInRange(0, long.MaxValue))
        {
            throw Throw.BadShape(path, name, shape, strides, offset);
        }
        Name = StateDict.PlainName(name);
        ElementType = elementType;
        Shape = [.. ToInts(shape)];
        Strides = [.. strides];
        Storage = storage;
        if (shape.Contains(0))
        {
            return;
        }
        Int128 last = 0; // no overflow: 8 dimensions below 2^31 with strides below 2^63 stay below 2^97
        for (var d = 0; d < shape.Length; d++)
        {
            last += (Int128)(shape[d] - 1) * strides[d];
        }
        var stored = storageBytes / elementType.Size();
        if (offset + last >= stored)
        {
            throw Throw.TensorBeyondStorage(path, name, elementType, shape, (offset + last + 1) * elementType.Size(), storageBytes);
        }
        Count = 1;
        foreach (var side in shape)
        {
            Count *= side; // no overflow: a file is shorter than 2^63 / 2^31 elements
            if (Count > stored)
            {
                throw Throw.Expanded(path, name, shape);
            }
        }
        Offset = offset * elementType.Size();
        Extent = (long)last + 1;
    }

    /// <summary>Whether the values lie one behind the other, in the order of the indices.</summary>
    internal bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var d = Shape.Length - 1; d >= 0; d--)
            {
                if (Shape[d] != 1 && Strides[d] != expected)
                {
                    return false;
                }
                expected *= Shape[d];
            }
            return true;
        }
    }

    public override string ToString() => $"{Name} {ElementType.Name()} ({string.Join(", ", Shape)})";

    static int[] ToInts(ReadOnlySpan<long> shape)
    {
        var sides = new int[shape.Length];
        for (var d = 0; d < sides.Length; d++)
        {
            sides[d] = (int)shape[d];
        }
        return sides;
    }
}
