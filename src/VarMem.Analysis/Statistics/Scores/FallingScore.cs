namespace VarMem.Analysis.Statistics.Scores;

/// <summary>
/// Images sorted by a score, once: then any choice of two sides among them is told apart in one pass, without sorting again.
/// </summary>
sealed class FallingScore
{
    readonly int[] _rows; // by falling value
    readonly bool[] _endsTie; // whether the next one's value is smaller

    /// <param name="values">(all images), NaN where an image has none.</param>
    /// <param name="rows">The images to sort; those without a value are left out.</param>
    public FallingScore(double[] values, IEnumerable<int> rows)
    {
        _rows = [.. rows.Where(row => !double.IsNaN(values[row]))];
        var falling = Array.ConvertAll(_rows, row => -values[row]);
        Array.Sort(falling, _rows);
        _endsTie = [.. falling.Index().Select(value => value.Index == falling.Length - 1 || falling[value.Index + 1] > value.Item)];
    }

    /// <summary>How well the score tells two sides apart.</summary>
    /// <param name="sides">(all images)</param>
    public Separation Separate(ReadOnlySpan<Side> sides)
    {
        long positives = 0, negatives = 0;
        foreach (var row in _rows)
        {
            positives += sides[row] == Side.Positive ? 1 : 0;
            negatives += sides[row] == Side.Negative ? 1 : 0;
        }
        long above = 0, below = 0, tied = 0, tiedNegatives = 0, halfPairs = 0, found = 0; // above, below: called positive so far, by side
        for (var i = 0; i < _rows.Length; i++)
        {
            var side = sides[_rows[i]];
            tied += side == Side.Positive ? 1 : 0;
            tiedNegatives += side == Side.Negative ? 1 : 0;
            if (!_endsTie[i])
                continue;
            halfPairs += tiedNegatives * (2 * above + tied);
            (above, below, tied, tiedNegatives) = (above + tied, below + tiedNegatives, 0, 0);
            if (below <= Separation.FprLimit * negatives)
                found = above;
        }
        return new(positives, negatives, halfPairs, found);
    }
}
