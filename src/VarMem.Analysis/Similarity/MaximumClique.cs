namespace VarMem.Analysis.Similarity;

/// <summary>The most members of a graph that are all joined to each other. Exact: branch and bound on greedy colourings (Tomita and Seki 2003).</summary>
public static class MaximumClique
{
    /// <summary>The members of a largest clique, rising; of several as large always the same one. None of an empty graph.</summary>
    /// <param name="count">Members of the graph, 0-based.</param>
    /// <param name="pairs">Which are joined; in any order.</param>
    public static IReadOnlyList<int> Of(int count, IEnumerable<(int One, int Other)> pairs)
    {
        var joined = new bool[count, count];
        foreach (var (one, other) in pairs) joined[one, other] = joined[other, one] = true;
        var search = new Search(joined);
        var degrees = new int[count];
        for (var i = 0; i < count; i++)
            for (var j = 0; j < count; j++)
                if (joined[i, j]) degrees[i]++;
        search.Expand([.. Enumerable.Range(0, count).OrderByDescending(member => degrees[member])]);
        return [.. search.Best.Order()];
    }

    sealed class Search(bool[,] joined)
    {
        readonly List<int> _clique = [];

        public IReadOnlyList<int> Best { get; private set; } = [];

        /// <summary>Looks for a larger clique: what there is so far, and some of the candidates, all of which are joined to it.</summary>
        public void Expand(int[] candidates)
        {
            if (_clique.Count > Best.Count) Best = [.. _clique];
            // Members of one colour are not joined: of the first n colours a clique has at most n. The last colour first.
            var (ordered, colours) = Colour(candidates);
            for (var i = ordered.Length - 1; i >= 0 && _clique.Count + colours[i] > Best.Count; i--)
            {
                var member = ordered[i];
                _clique.Add(member);
                Expand([.. ordered[..i].Where(other => joined[member, other])]);
                _clique.RemoveAt(_clique.Count - 1);
            }
        }

        /// <summary>The candidates by colour, and the colour of each, from 1.</summary>
        (int[] Ordered, int[] Colours) Colour(int[] candidates)
        {
            var classes = new List<List<int>>();
            foreach (var member in candidates)
            {
                var free = classes.Find(colour => colour.TrueForAll(other => !joined[member, other]));
                if (free is null) classes.Add(free = []);
                free.Add(member);
            }
            return ([.. classes.SelectMany(colour => colour)], [.. classes.SelectMany((colour, i) => colour.Select(_ => i + 1))]);
        }
    }
}
