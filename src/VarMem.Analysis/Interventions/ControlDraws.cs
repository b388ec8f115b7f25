using VarMem.Analysis.Resampling;

namespace VarMem.Analysis.Interventions;

/// <summary>A unit that interventions may be on.</summary>
/// <param name="UnitId">Its number over all layers.</param>
/// <param name="Layer">Its layer's.</param>
/// <param name="Kind">Its layer's type.</param>
/// <param name="MeanMu">Mean of μ over the training images.</param>
public readonly record struct ScalableUnit(int UnitId, int Layer, string Kind, double MeanMu);

/// <summary>
/// What the chosen units are compared with: as many other units, drawn alike, and for each of the chosen one that is as active on average.
/// </summary>
static class ControlDraws
{
    /// <summary>A match is drawn among so many of the nearest in mean μ.</summary>
    internal const int Nearest = 10;

    /// <summary>Both controls of each draw.</summary>
    /// <param name="units">All units, by rising unit_id; more than twice as many as are chosen.</param>
    /// <param name="chosen">unit_id of the chosen.</param>
    /// <param name="draws">Draws of each control.</param>
    /// <param name="seed">With a draw's number all that it depends on.</param>
    public static IEnumerable<UnitSet> Of(IReadOnlyList<ScalableUnit> units, IReadOnlySet<int> chosen, int draws, long seed)
    {
        ScalableUnit[] others = [.. units.Where(unit => !chosen.Contains(unit.UnitId))];
        ScalableUnit[] wanted = [.. units.Where(unit => chosen.Contains(unit.UnitId))];
        for (var draw = 1; draw <= draws; draw++) yield return new(UnitSet.Random, draw, Random(others, wanted.Length, draw, seed));
        for (var draw = 1; draw <= draws; draw++) yield return new(UnitSet.Matched, draw, Matched(others, wanted, draw, seed));
    }

    /// <summary>Without replacement, each of the others as likely as any.</summary>
    static int[] Random(ScalableUnit[] others, int count, int draw, long seed)
    {
        int[] ids = [.. others.Select(unit => unit.UnitId)];
        new Generator("intervention random", seed, draw).Choose<int>(ids, count);
        return [.. ids.AsSpan(0, count).ToArray().Order()];
    }

    /// <summary>
    /// The chosen units in random order take each one of the ten that are nearest in mean μ, of the units of the same layer that are
    /// neither chosen nor taken; where a layer has none left, of the layers of the same type, and then of all.
    /// </summary>
    static int[] Matched(ScalableUnit[] others, ScalableUnit[] wanted, int draw, long seed)
    {
        var generator = new Generator("intervention matched", seed, draw);
        ScalableUnit[] order = [.. wanted];
        generator.Choose<ScalableUnit>(order, order.Length);
        var left = others.GroupBy(unit => unit.Layer).ToDictionary(layer => layer.Key, layer => layer.ToList());
        var taken = new List<int>();
        foreach (var unit in order)
        {
            var candidates = Candidates(unit);
            candidates.Sort((a, b) => (Math.Abs(a.MeanMu - unit.MeanMu), a.UnitId).CompareTo((Math.Abs(b.MeanMu - unit.MeanMu), b.UnitId)));
            var match = candidates[generator.Below(Math.Min(Nearest, candidates.Count))];
            left[match.Layer].Remove(match);
            taken.Add(match.UnitId);
        }
        return [.. taken.Order()];

        List<ScalableUnit> Candidates(ScalableUnit unit) =>
            left.GetValueOrDefault(unit.Layer) is { Count: > 0 } own ? [.. own]
            : left.Values.SelectMany(all => all).Where(other => other.Kind == unit.Kind).ToList() is { Count: > 0 } alike ? alike
            : [.. left.Values.SelectMany(all => all)];
    }
}
