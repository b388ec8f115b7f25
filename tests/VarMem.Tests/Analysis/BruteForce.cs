namespace VarMem.Tests.Analysis;

/// <summary>Every metric once more, by loops over the activations: each method gives the rows of the table of its name.</summary>
sealed partial class BruteForce(RandomCase data, double percentile, bool median)
{
    sealed record Unit(int Id, RandomLayer Layer, float Max, double? Rest, double? UnitMem, int Owner)
    {
        public bool InU10 { get; set; }
    }

    sealed record Group(string Population, string Part, int[] Images, Unit[] Units, double? Threshold)
    {
        public Unit[] U10 => [.. Units.Where(u => u.InU10)];

        public (int Image, int NumMemUnits)[] Ranking =>
            [.. Images.Select(i => (i, U10.Count(u => u.Owner == i))).OrderByDescending(x => x.Item2).ThenBy(x => x.i)];
    }

    /// <summary>Where a layer without a block goes in the order of blocks.</summary>
    const int Last = int.MaxValue;

    readonly Group[] _groups = [.. Groups(data, percentile, median)];

    public IEnumerable<object?[]> unit_mem() =>
        from population in _groups.GroupBy(g => g.Population)
        from unit in population.SelectMany(g => g.Units).OrderBy(u => u.Id)
        select new object?[] { population.Key, unit.Id, unit.Max, unit.Rest, unit.UnitMem, RandomCase.ImageId(unit.Owner), unit.InU10 };

    public IEnumerable<object?[]> u10_threshold() =>
        _groups.Select(g => new object?[] { g.Population, g.Part, percentile, g.Threshold, g.Units.Length, g.U10.Length });

    public IEnumerable<object?[]> num_mem_units() =>
        from g in _groups
        from i in g.Images
        let owned = g.Units.Where(u => u.Owner == i).ToArray()
        select new object?[] { g.Population, g.Part, RandomCase.ImageId(i), owned.Count(u => u.InU10), owned.Length };

    public IEnumerable<object?[]> ownership() =>
        from g in _groups
        let owners = g.Units.Select(u => u.Owner).Distinct().Count()
        let u10Owners = g.U10.Select(u => u.Owner).Distinct().Count()
        select new object?[] { g.Population, g.Part, g.Images.Length, owners, u10Owners, (double)u10Owners / g.Images.Length };

    public IEnumerable<object?[]> lorenz()
    {
        foreach (var g in _groups)
        {
            var owned = 0;
            foreach (var (rank, (image, count)) in g.Ranking.Index())
            {
                owned += count;
                var share = (rank + 1.0) / g.Images.Length;
                yield return [g.Population, g.Part, rank + 1, RandomCase.ImageId(image), count, share, Share(owned, g.U10.Length)];
            }
        }
    }

    public IEnumerable<object?[]> concentration() =>
        from g in _groups
        from percent in new[] { 1, 5, 10 }
        let top = (int)Math.Floor(g.Images.Length * percent / 100.0)
        let owned = g.Ranking.Take(top).Sum(x => x.NumMemUnits)
        select new object?[] { g.Population, g.Part, percent, top, owned, Share(owned, g.U10.Length) };

    public IEnumerable<object?[]> localization() =>
        from g in _groups
        from units in g.Units.GroupBy(u => (u.Layer.Block, u.Layer.Kind)).OrderBy(x => x.Key.Block ?? Last).ThenBy(x => x.Key.Kind, StringComparer.Ordinal)
        select new object?[]
        {
            g.Population, g.Part, units.Key.Block, units.Key.Kind, units.Count(), units.Count(u => u.InU10),
            units.Average(u => u.UnitMem), units.Max(u => u.UnitMem),
        };

    public IEnumerable<object?[]> localization_by_block() =>
        from g in _groups
        from units in g.Units.GroupBy(u => u.Layer.Block).OrderBy(x => x.Key ?? Last)
        select new object?[]
        {
            g.Population, g.Part, units.Key, units.Count(), units.Count(u => u.InU10),
            units.Average(u => u.UnitMem), units.Max(u => u.UnitMem),
        };

    public IEnumerable<object?[]> localization_by_kind() =>
        from g in _groups
        let smallest = g.Units.CountBy(u => u.Layer.Kind).Min(x => x.Value)
        from units in g.Units.GroupBy(u => u.Layer.Kind).OrderBy(x => x.Key, StringComparer.Ordinal)
        let u10 = units.Count(u => u.InU10)
        select new object?[]
        {
            g.Population, g.Part, units.Key, units.Count(), u10, (double)u10 / units.Count(), (double)u10 * smallest / units.Count(),
            units.Average(u => u.UnitMem), units.Max(u => u.UnitMem),
        };

    public IEnumerable<object?[]> train_val_owner()
    {
        var (train, val) = (data.Members("train").Length, data.Members("val").Length);
        return
            from g in _groups
            where g.Population == "all" && train > 0 && val > 0
            from set in new[] { (Name: "all", g.Units), (Name: "U10", Units: g.U10) }
            where set.Units.Length > 0
            let byTrain = set.Units.Where(u => data.Images[u.Owner].Split == "train").ToArray()
            let byVal = set.Units.Where(u => data.Images[u.Owner].Split == "val").ToArray()
            select new object?[]
            {
                g.Part, set.Name, set.Units.Length, byTrain.Length, byVal.Length, (double)byTrain.Length / set.Units.Length,
                (double)train / data.ImageCount, byTrain.Average(u => u.UnitMem), byVal.Average(u => u.UnitMem),
            };
    }

    static double? Share(int count, int whole) => whole == 0 ? null : (double)count / whole;

    static IEnumerable<Group> Groups(RandomCase data, double percentile, bool median)
    {
        foreach (var population in new[] { "all", "train", "val" })
        {
            var images = data.Members(population);
            if (images.Length == 0)
                continue;
            Unit[] units = [.. data.LayerOfUnit.Select((layer, u) => Measure(data.Mu, images, u, layer, median))];
            foreach (var part in new[] { "tokenizer", "transformer" })
            {
                Unit[] own = [.. units.Where(u => u.Layer.Part == part)];
                var threshold = Percentile([.. own.Select(u => u.UnitMem).Order()], percentile);
                foreach (var unit in own)
                    unit.InU10 = unit.UnitMem >= threshold;
                yield return new(population, part, images, own, threshold);
            }
        }
    }

    static Unit Measure(float[,] mu, int[] images, int unit, RandomLayer layer, bool median)
    {
        var owner = images[0];
        foreach (var i in images)
            if (mu[i, unit] > mu[owner, unit])
                owner = i;
        var max = mu[owner, unit];
        double[] others = [.. images.Where(i => i != owner).Select(i => (double)mu[i, unit]).Order()];
        if (others.Length == 0)
            return new(unit, layer, max, null, null, owner);
        var rest = median ? (others[(others.Length - 1) / 2] + others[others.Length / 2]) / 2 : others.Average();
        return new(unit, layer, max, rest, Ratio(max, rest), owner);
    }

    static double Ratio(double max, double rest) => max + rest == 0 ? 0 : (max - rest) / (max + rest);

    static double? Percentile(double?[] sorted, double percentile)
    {
        var position = (sorted.Length - 1) * percentile / 100;
        var (below, above) = (sorted[(int)Math.Floor(position)], sorted[(int)Math.Ceiling(position)]);
        return below + (above - below) * (position - Math.Floor(position));
    }
}
