namespace VarMem.Tests.Analysis;

/// <summary>Training against validation.</summary>
sealed partial class BruteForce
{
    public IEnumerable<object?[]> held_out_unit_mem() =>
        from side in HasBothSplits ? new[] { "train", "val" } : []
        from unit in Enumerable.Range(0, data.UnitCount)
        let held = HeldOut(side, unit)
        select new object?[] { side, unit, held.Max, held.HeldOut, Ratio(held.Max, held.HeldOut) };

    public IEnumerable<object?[]> held_out_summary() =>
        from part in new[] { "tokenizer", "transformer" }
        from set in new[] { "all", "U10" }
        from g in _groups
        where g.Part == part && g.Population != "all" && HasBothSplits
        let units = set == "all" ? g.Units : g.U10
        where units.Length > 0
        let scores = units.Select(u => HeldOut(g.Population, u.Id)).Select(held => Ratio(held.Max, held.HeldOut)).ToArray()
        select new object?[] { part, set, g.Population, units.Length, scores.Average(), (double)scores.Count(score => score > 1e-12) / scores.Length };

    public IEnumerable<object?[]> owner_weight() =>
        from x in Grouped()
        where HasBothSplits
        from set in x.Unit.InU10 ? new[] { "U10", "all" } : ["all"]
        group x.Unit by (x.Unit.Layer.Part, Set: set, x.Grouping, x.Name, x.Unit.Owner) into owned
        orderby owned.Key.Part, owned.Key.Set == "all", owned.Key.Grouping, owned.Key.Name, owned.Key.Owner
        select new object?[]
        {
            owned.Key.Part, owned.Key.Set, owned.Key.Grouping, owned.Key.Name, RandomCase.ImageId(owned.Key.Owner), owned.Count(),
            owned.Sum(u => u.UnitMem),
        };

    bool HasBothSplits => data.Members("train").Length > 0 && data.Members("val").Length > 0;

    /// <summary>The largest mu of the n images of a split, and the expected largest of n drawn with replacement from the other's N.</summary>
    (float Max, double HeldOut) HeldOut(string side, int unit)
    {
        var n = data.Members(side).Length;
        double[] others = [.. data.Members(side == "train" ? "val" : "train").Select(i => (double)data.Mu[i, unit]).OrderDescending()];
        var expected = others.Index().Sum(other =>
            other.Item * (Math.Pow((double)(others.Length - other.Index) / others.Length, n)
                - Math.Pow((double)(others.Length - other.Index - 1) / others.Length, n)));
        return (data.Members(side).Max(i => data.Mu[i, unit]), expected);
    }

    /// <summary>The units of population all in every group that they belong to.</summary>
    IEnumerable<(string Grouping, string Name, Unit Unit)> Grouped()
    {
        foreach (var unit in _groups.Where(g => g.Population == "all").SelectMany(g => g.Units))
        {
            yield return ("overall", "all", unit);
            yield return ("kind", unit.Layer.Kind, unit);
            if (unit.Layer.Block is { } block)
                yield return ("block", $"{block}", unit);
        }
        foreach (var (_, scale, unit) in AtScales().Where(x => x.Population == "all").OrderBy(x => x.Unit.Id))
            yield return ("scale", $"{scale}", unit);
    }
}
