using VarMem.Models.Onnx;

namespace VarMem.Models.Interventions;

/// <summary>One unit of a hooked layer, counted from 0.</summary>
public readonly record struct LayerUnit(string Layer, int Unit)
{
    public override string ToString() => $"{Layer}.{Unit}";
}

/// <summary>Units that are multiplied by a factor while the network runs: 1 leaves them, 0 takes them out, −1 turns them round.</summary>
/// <param name="units">Which; each but once.</param>
/// <param name="factor">By what.</param>
/// <param name="scale">At the tokens of one scale, counted from 0; null at all.</param>
public sealed class Intervention(IReadOnlyList<LayerUnit> units, float factor, int? scale = null)
{
    readonly ILookup<string, int> _units = units.ToLookup(unit => unit.Layer, unit => unit.Unit);

    public IReadOnlyList<LayerUnit> Units => units;

    /// <summary>Factors of a layer's units at the tokens from … to − 1: (1, units) where they are all alike, else (to − from, units).</summary>
    internal float[] Factors(Hook layer, IReadOnlyList<int> patchNums, int from, int to)
    {
        var (first, end) = Tokens(patchNums);
        (first, end) = (Math.Max(first, from), Math.Min(end, to));
        var inside = _units.Contains(layer.Name) && first < end;
        var rows = !inside || end - first == to - from ? 1 : to - from;
        var factors = new float[rows * layer.Units];
        factors.AsSpan().Fill(1);
        if (!inside) return factors;
        for (var row = rows == 1 ? 0 : first - from; row < (rows == 1 ? 1 : end - from); row++)
            foreach (var unit in _units[layer.Name]) factors[row * layer.Units + unit] = factor;
        return factors;
    }

    /// <summary>Refuses units of layers that are not among these, and numbers that are no unit of theirs.</summary>
    internal void Check(IReadOnlyList<Hook> layers, IReadOnlyList<int> patchNums)
    {
        if (scale < 0 || scale >= patchNums.Count) throw Throw.NoSuchScale(scale.Value, patchNums.Count);
        var known = layers.ToDictionary(layer => layer.Name);
        foreach (var unit in units)
        {
            if (!known.TryGetValue(unit.Layer, out var layer)) throw Throw.LayerIsNotScaled(unit, known.Keys);
            if (unit.Unit < 0 || unit.Unit >= layer.Units) throw Throw.NoSuchUnit(unit, layer.Units);
        }
    }

    (int First, int End) Tokens(IReadOnlyList<int> patchNums)
    {
        var first = patchNums.Take(scale ?? 0).Sum(p => p * p);
        return (first, scale is { } one ? first + patchNums[one] * patchNums[one] : patchNums.Sum(p => p * p));
    }
}
