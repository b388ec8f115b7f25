using System.Globalization;
using VarMem.Models.Checkpoints;

namespace VarMem.Models.Var;

/// <summary>Names and shapes of a checkpoint's tensors, for reading the architecture off them and holding them against it.</summary>
readonly struct TensorShapes(Checkpoint checkpoint)
{
    /// <summary>Larger numbers are none of a module.</summary>
    const int MaxDigits = 6;

    /// <summary>The shape of a tensor that must be there with this many axes.</summary>
    public int[] Of(string name, int rank) => [.. Find(name, rank).Shape];

    public bool Any(Func<string, bool> name) => checkpoint.Tensors.Keys.Any(name);

    /// <summary>The highest n of the names prefix + n + …, plus one; where one between is missing, its tensors are.</summary>
    public int Numbered(string prefix)
    {
        var count = 0;
        foreach (var name in checkpoint.Tensors.Keys)
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var digits = name.AsSpan(prefix.Length);
            if (digits.IndexOf('.') is >= 0 and var end) digits = digits[..end];
            if (digits.Length <= MaxDigits && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                count = Math.Max(count, n + 1);
        }
        return count;
    }

    /// <summary>Refuses a checkpoint that lacks one of the tensors, or whose modules hold others as well.</summary>
    /// <param name="expected">Floats, with these shapes.</param>
    /// <param name="modules">Prefixes of names.</param>
    public void Require(IEnumerable<(string Name, int[] Shape)> expected, string[] modules)
    {
        var known = new HashSet<string>();
        foreach (var (name, shape) in expected)
        {
            var tensor = Find(name, shape.Length);
            if (!tensor.ElementType.IsFloat()) throw Throw.WrongType(checkpoint.Path, tensor, "floats");
            if (!tensor.Shape.AsSpan().SequenceEqual(shape)) throw Throw.WrongShape(checkpoint.Path, tensor, shape);
            if (tensor.Count == 0) throw Throw.EmptyTensor(checkpoint.Path, tensor);
            known.Add(name);
        }
        foreach (var name in checkpoint.Tensors.Keys)
            if (!known.Contains(name) && !ModelBuilder.IsBuffer(name) && modules.Any(it => name.StartsWith(it, StringComparison.Ordinal)))
                throw Throw.ForeignTensor(checkpoint.Path, name);
    }

    TensorInfo Find(string name, int rank)
    {
        if (!checkpoint.Tensors.TryGetValue(name, out var tensor))
            throw Throw.NoTensor(checkpoint.Path, name, [.. checkpoint.Tensors.Keys]);
        return tensor.Shape.Length == rank ? tensor : throw Throw.WrongRank(checkpoint.Path, tensor, rank);
    }
}
