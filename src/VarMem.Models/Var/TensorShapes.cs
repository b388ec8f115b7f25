using VarMem.Models.Checkpoints;

namespace VarMem.Models.Var;

/// <summary>Shapes of a checkpoint's tensors, for reading the architecture off them.</summary>
readonly struct TensorShapes(Checkpoint checkpoint)
{
    /// <summary>The shape of a tensor that must be there with this many axes.</summary>
    public int[] Of(string name, int rank)
    {
        if (!checkpoint.Tensors.TryGetValue(name, out var tensor))
            throw Throw.NoTensor(checkpoint.Path, name, [.. checkpoint.Tensors.Keys]);
        if (tensor.Shape.Length != rank) throw Throw.WrongRank(checkpoint.Path, tensor, rank);
        return [.. tensor.Shape];
    }

    /// <summary>How many of the numbered names 0, 1, 2, … are there.</summary>
    public int Count(Func<int, string> name)
    {
        var count = 0;
        while (checkpoint.Tensors.ContainsKey(name(count))) count++;
        return count;
    }
}
