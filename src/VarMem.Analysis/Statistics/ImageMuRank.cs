using VarMem.Analysis.Activations;

namespace VarMem.Analysis.Statistics;

/// <summary>Table image_mu_rank: the mean over the units of an image's rank among the images.</summary>
sealed class ImageMuRank(MeasuredImages images, IReadOnlyList<UnitPart> parts, int unitCount)
{
    readonly List<Visitor> _visitors = [];
    readonly int[] _partOf = PartOf(parts, unitCount);

    public IUnitVisitor NewVisitor()
    {
        var visitor = new Visitor(images, parts.Count, _partOf);
        _visitors.Add(visitor);
        return visitor;
    }

    public static void Fill(Measurements measured) => measured.Connection.Append("image_mu_rank", measured.Units.MuRank.Rows());

    IEnumerable<object?[]> Rows() =>
        from part in parts.Index()
        from population in images.Populations.Index()
        let members = population.Item.Rows
        from row in members
        let twice = _visitors.Sum(visitor => population.Index == 0 ? visitor.Twice[part.Index][row] : visitor.TwiceInSplit[part.Index][row])
        let rank = (twice / 2.0 / part.Item.Units.Length - 0.5) / members.Length
        select new object?[] { population.Item.Name, part.Item.Name, images.Ids[row], rank };

    /// <summary>Number of the part by unit; −1 for a unit of none.</summary>
    static int[] PartOf(IReadOnlyList<UnitPart> parts, int unitCount)
    {
        var partOf = new int[unitCount];
        partOf.AsSpan().Fill(-1);
        foreach (var (p, part) in parts.Index())
            foreach (var unit in part.Units.Where(unit => unit < unitCount))
                partOf[unit] = p;
        return partOf;
    }

    /// <summary>Sums of twice the midranks: whole numbers, which add up to the same in every order.</summary>
    sealed class Visitor(MeasuredImages images, int parts, int[] partOf) : IUnitVisitor
    {
        readonly int[] _splitOf = [.. images.Splits.Select(split => Array.IndexOf(images.Populations.Select(p => p.Name).ToArray(), split ?? "all"))];
        readonly int[] _ranked = new int[images.Populations.Count]; // images of each split with a smaller mu
        readonly int[] _tied = new int[images.Populations.Count];

        /// <summary>Among all images (parts, images).</summary>
        public long[][] Twice { get; } = [.. Enumerable.Range(0, parts).Select(_ => new long[images.Count])];

        /// <summary>Among those of their split (parts, images).</summary>
        public long[][] TwiceInSplit { get; } = [.. Enumerable.Range(0, parts).Select(_ => new long[images.Count])];

        public void Visit(ref UnitMeans unit)
        {
            if (partOf[unit.Unit] is not (>= 0 and var part))
                return;
            var (twice, twiceInSplit) = (Twice[part], TwiceInSplit[part]);
            var sorted = unit.Sorted();
            Array.Clear(_ranked);
            for (int start = 0, end; start < sorted.Count; start = end)
            {
                // Images with the same mu share the mean of their ranks: r + 1 … r + t behind r others.
                for (end = start; end < sorted.Count && sorted.Value(end) == sorted.Value(start); end++)
                    _tied[_splitOf[sorted.Row(end)]]++;
                for (var i = start; i < end; i++)
                {
                    var row = sorted.Row(i);
                    var split = _splitOf[row];
                    twice[row] += start + end + 1;
                    twiceInSplit[row] += 2 * _ranked[split] + 1 + _tied[split];
                }
                for (var i = start; i < end; i++)
                {
                    var split = _splitOf[sorted.Row(i)];
                    (_ranked[split], _tied[split]) = (_ranked[split] + _tied[split], 0);
                }
            }
        }
    }
}
