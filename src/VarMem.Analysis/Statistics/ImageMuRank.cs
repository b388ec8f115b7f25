using VarMem.Analysis.Activations;

namespace VarMem.Analysis.Statistics;

/// <summary>Table image_mu_rank: the mean over the units of an image's rank among the images.</summary>
static class ImageMuRank
{
    public static void Fill(Measurements measured)
    {
        var images = measured.Images;
        foreach (var part in measured.Parts)
        {
            var visitors = measured.Activations.Visit(() => new Visitor(part.Units.ToHashSet(), images));
            var rows =
                from population in images.Populations.Index()
                let members = population.Item.Rows
                from row in members
                let twice = visitors.Sum(visitor => visitor.Twice[population.Index][row])
                let rank = (twice / 2.0 / part.Units.Length - 0.5) / members.Length
                select new object?[] { population.Item.Name, part.Name, images.Ids[row], rank };
            measured.Connection.Append("image_mu_rank", rows);
        }
    }

    /// <summary>Sums of twice the midranks: whole numbers, which add up to the same in every order.</summary>
    sealed class Visitor : IUnitVisitor
    {
        readonly HashSet<int> _units;
        readonly RadixSort _sort;
        readonly int[][] _populationsOf; // by row
        readonly long[] _ranked; // images of each population with a smaller mu
        readonly int[] _tied;

        public Visitor(HashSet<int> units, MeasuredImages images)
        {
            (_units, _sort) = (units, new RadixSort(images.Count));
            _populationsOf =
            [
                .. Enumerable.Range(0, images.Count).Select(row => images.Populations.Index()
                    .Where(population => population.Item.Name == "all" || population.Item.Name == images.Splits[row])
                    .Select(population => population.Index).ToArray()),
            ];
            (_ranked, _tied) = (new long[images.Populations.Count], new int[images.Populations.Count]);
            Twice = [.. images.Populations.Select(_ => new long[images.Count])];
        }

        /// <summary>(populations, images)</summary>
        public long[][] Twice { get; }

        public void Visit(int unit, ReadOnlySpan<float> mu)
        {
            if (!_units.Contains(unit))
                return;
            _sort.Sort(mu);
            var values = _sort.Values(mu.Length);
            var rows = _sort.Rows(mu.Length);
            Array.Clear(_ranked);
            for (int start = 0, end; start < rows.Length; start = end)
            {
                for (end = start + 1; end < rows.Length && values[end] == values[start];)
                    end++;
                AddTied(rows[start..end]);
            }
        }

        /// <summary>Images with the same mu share the mean of their ranks in each population: r + 1 … r + t behind r others.</summary>
        void AddTied(ReadOnlySpan<int> rows)
        {
            foreach (var row in rows)
                foreach (var population in _populationsOf[row])
                    _tied[population]++;
            foreach (var row in rows)
                foreach (var population in _populationsOf[row])
                    Twice[population][row] += 2 * _ranked[population] + 1 + _tied[population];
            for (var population = 0; population < _tied.Length; population++)
                (_ranked[population], _tied[population]) = (_ranked[population] + _tied[population], 0);
        }
    }
}
