namespace VarMem.Tests.Analysis;

/// <summary>Most and least memorizing, and scales.</summary>
sealed partial class BruteForce
{
    public IEnumerable<object?[]> top_unit() =>
        from population in _groups.GroupBy(g => g.Population)
        from layer in population.SelectMany(g => g.Units).Where(u => u.UnitMem is not null).GroupBy(u => u.Layer).OrderBy(x => x.First().Id)
        from unit in layer.OrderByDescending(u => u.UnitMem).ThenBy(u => u.Id).Take(10).Index()
        select new object?[]
        {
            population.Key, Array.IndexOf(data.Layers, layer.Key), unit.Index + 1, unit.Item.Id, unit.Item.UnitMem, RandomCase.ImageId(unit.Item.Owner),
        };

    public IEnumerable<object?[]> least_unit() =>
        from g in _groups
        from unit in g.Units.Where(u => u.UnitMem is not null).OrderBy(u => u.UnitMem).ThenBy(u => u.Id).Take(20).Index()
        select new object?[] { g.Population, g.Part, unit.Index + 1, unit.Item.Id, unit.Item.UnitMem, unit.Item.Max };

    public IEnumerable<object?[]> image_mu_rank() =>
        from g in _groups
        from i in g.Images
        select new object?[] { g.Population, g.Part, RandomCase.ImageId(i), MeanRank(g, i) };

    public IEnumerable<object?[]> least_image() =>
        from g in _groups
        from image in
            (from i in g.Images
             let owned = g.Units.Where(u => u.Owner == i).ToArray()
             orderby owned.Count(u => u.InU10), owned.Length, MeanRank(g, i), i
             select (Id: RandomCase.ImageId(i), U10: owned.Count(u => u.InU10), Units: owned.Length, Rank: MeanRank(g, i))).Take(20).Index()
        select new object?[] { g.Population, g.Part, image.Index + 1, image.Item.Id, image.Item.U10, image.Item.Units, image.Item.Rank };

    public IEnumerable<object?[]> unit_mem_scale() =>
        from x in AtScales()
        orderby x.Population, x.Unit.Id, x.Scale
        select new object?[]
        {
            x.Population, x.Unit.Id, x.Scale, x.Unit.Max, x.Unit.Rest, x.Unit.UnitMem, RandomCase.ImageId(x.Unit.Owner), x.Unit.InU10,
        };

    public IEnumerable<object?[]> localization_by_scale() =>
        from x in AtScales()
        group x.Unit by (x.Population, x.Unit.Layer.Part, x.Scale, x.Unit.Layer.Block, x.Unit.Layer.Kind) into units
        orderby units.Key.Population, units.Key.Scale, units.Key.Block ?? Last, units.Key.Kind
        select new object?[]
        {
            units.Key.Population, units.Key.Part, units.Key.Scale, units.Key.Block, units.Key.Kind, units.Count(), units.Count(u => u.InU10),
            units.Average(u => u.UnitMem), units.Max(u => u.UnitMem),
        };

    /// <summary>Sums of twice the midranks are whole numbers, so that what is equal here is equal in the table.</summary>
    double MeanRank(Group group, int image)
    {
        var twice = group.Units.Sum(u =>
            2 * group.Images.Count(i => data.Mu[i, u.Id] < data.Mu[image, u.Id]) + group.Images.Count(i => data.Mu[i, u.Id] == data.Mu[image, u.Id]) + 1);
        return (twice / 2.0 / group.Units.Length - 0.5) / group.Images.Length;
    }

    /// <summary>Units at scales, with one percentile over all of them.</summary>
    List<(string Population, int Scale, Unit Unit)> AtScales()
    {
        var found = new List<(string, int, Unit)>();
        foreach (var population in _groups.Select(g => g.Population).Distinct())
        {
            var units = (
                from scale in data.MuOfScale.Index()
                from layer in data.LayerOfUnit.Index()
                where layer.Item.HasScale(scale.Index)
                select (population, scale.Index, Unit: Measure(scale.Item, data.Members(population), layer.Index, layer.Item, median: false))).ToList();
            if (units.Count == 0)
                continue;
            var threshold = Percentile([.. units.Select(x => x.Unit.UnitMem).Order()], percentile);
            units.ForEach(x => x.Unit.InU10 = x.Unit.UnitMem >= threshold);
            found.AddRange(units);
        }
        return found;
    }
}
