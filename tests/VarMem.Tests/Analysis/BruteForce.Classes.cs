namespace VarMem.Tests.Analysis;

/// <summary>Classes, and the diversity of owners.</summary>
sealed partial class BruteForce
{
    public IEnumerable<object?[]> depth_diversity() =>
        from g in _groups
        from block in g.U10.Select(u => u.Layer.Block).Distinct().OrderBy(block => block ?? Last)
        let units = g.U10.Where(u => u.Layer.Block == block).ToArray()
        from kind in units.Select(u => u.Layer.Kind).Distinct().Order(StringComparer.Ordinal).Append(null)
        let own = units.Where(u => kind is null || u.Layer.Kind == kind).ToArray()
        let images = Shares(own.Select(u => u.Owner))
        let classes = Shares(own.Select(u => data.Images[u.Owner].Class).OfType<int>())
        select new object?[]
        {
            g.Population, g.Part, block, kind, own.Length, images.Length, Entropy(images), Math.Exp(Entropy(images)), images.Max(),
            classes.Length == 0 ? null : classes.Length, classes.Length == 0 ? null : Entropy(classes),
            classes.Length == 0 ? null : Math.Exp(Entropy(classes)), classes.Length == 0 ? null : classes.Max(),
        };

    public IEnumerable<object?[]> class_mem()
    {
        foreach (var population in _groups.Select(g => g.Population).Distinct())
        {
            var classes = ClassesOf(data.Members(population));
            for (var unit = 0; unit < data.UnitCount && classes.Length > 0; unit++)
            {
                var u = unit;
                double[] means = [.. classes.Select(c => c.Images.Average(i => (double)data.Mu[i, u]))];
                var top = Array.IndexOf(means, means.Max());
                double[] others = [.. means.Where((_, c) => c != top)];
                double? rest = others.Length == 0 ? null : others.Average();
                yield return [population, u, means[top], rest, rest is { } m ? Ratio(means[top], m) : null, classes[top].Class];
            }
        }
    }

    public IEnumerable<object?[]> class_influence() =>
        from g in _groups
        let classes = ClassesOf(g.Images)
        let images = classes.Sum(c => c.Images.Length)
        let u10 = g.U10.Count(u => data.Images[u.Owner].Class is not null)
        from c in classes
        let owned = c.Images.Select(i => g.U10.Count(u => u.Owner == i)).ToArray()
        let share = (double)c.Images.Length / images
        select new object?[]
        {
            g.Population, g.Part, c.Class, $"class {c.Class}", c.Images.Length, share, owned.Count(count => count > 0), owned.Sum(),
            Share(owned.Sum(), u10), Share(owned.Sum(), u10) / share, owned.Max(),
        };

    (int Class, int[] Images)[] ClassesOf(int[] images) =>
    [
        .. images.Where(i => data.Images[i].Class is not null).GroupBy(i => data.Images[i].Class!.Value).OrderBy(c => c.Key)
            .Select(c => (c.Key, c.ToArray())),
    ];

    static double[] Shares(IEnumerable<int> items)
    {
        int[] all = [.. items];
        return [.. all.CountBy(item => item).OrderBy(item => item.Key).Select(item => (double)item.Value / all.Length)];
    }

    static double Entropy(double[] shares) => shares.Sum(p => p * Math.Log(1 / p));
}
