using System.Numerics;
using System.Runtime.InteropServices;

namespace VarMem.Models.Var;

/// <summary>Counts the NaN and infinite values of weights on their way into a graph, and tells of the tensors that hold some.</summary>
/// <param name="warn">Takes one line at a time.</param>
sealed class NonFiniteWeights(Action<string> warn)
{
    /// <summary>A training that diverged leaves hundreds of such tensors.</summary>
    const int Named = 5;

    /// <summary>The bits of a float32 that are all set in NaN and the infinities, and in nothing else.</summary>
    const int Exponent = 0x7f800000;

    /// <summary>Those that hold some: several graphs may take the same tensor.</summary>
    readonly HashSet<(string File, string Tensor)> _tensors = [];

    public void Check(string file, string tensor, ReadOnlySpan<float> values)
    {
        var count = Count(values);
        if (count > 0 && _tensors.Add((file, tensor)) && _tensors.Count <= Named)
            warn($"{file}: {count} of the {values.Length} values of tensor {tensor} are NaN or infinite; activations behind it may be too");
    }

    /// <summary>Tells how many more tensors there were than were named.</summary>
    public void Finish()
    {
        if (_tensors.Count > Named) warn($"and {_tensors.Count - Named} more tensors with values that are NaN or infinite");
    }

    /// <summary>Without a branch for a value: billions pass here.</summary>
    internal static long Count(ReadOnlySpan<float> values)
    {
        var bits = MemoryMarshal.Cast<float, int>(values);
        var vectors = MemoryMarshal.Cast<int, Vector<int>>(bits);
        var (exponent, lanes) = (new Vector<int>(Exponent), Vector<int>.Zero);
        foreach (var vector in vectors) lanes -= Vector.Equals(vector & exponent, exponent); // equal is −1
        long count = Vector.Sum(lanes); // at most an array's length, so below 2^31
        foreach (var value in bits[(vectors.Length * Vector<int>.Count)..])
            if ((value & Exponent) == Exponent) count++;
        return count;
    }
}
