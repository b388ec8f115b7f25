using VarMem.Models.Checkpoints;

namespace VarMem.Tests.Models.Twin;

/// <summary>A checkpoint's tensors in float64, each read once.</summary>
sealed class TwinWeights(Checkpoint checkpoint)
{
    readonly Dictionary<string, double[]> _read = [];

    /// <summary>The values in row-major order.</summary>
    public double[] this[string name] =>
        _read.TryGetValue(name, out var known) ? known : _read[name] = [.. checkpoint.ReadFloats(name).Select(value => (double)value)];

    public bool Has(string name) => checkpoint.Tensors.ContainsKey(name);

    /// <summary>The tensor's side on one axis.</summary>
    public int Side(string name, int axis) => checkpoint.Tensors[name].Shape[axis];

    public long[] Integers(string name) => checkpoint.ReadInt64(name);

    /// <summary>How many of the numbered tensors 0, 1, 2, … there are.</summary>
    public int Count(Func<int, string> name) => Enumerable.Range(0, int.MaxValue).TakeWhile(i => Has(name(i))).Count();
}
