namespace VarMem.Analysis.Statistics.Scores;

/// <summary>
/// An interval of AUROC from counts alone: all θ within z standard errors of the AUROC found, the error being Hanley and McNeil's (1982)
/// at θ and not at what was found, which is Wilson's way for a share (Newcombe 2006, method 5). It lies within 0 and 1, and has a width
/// where all pairs are in order.
/// </summary>
static class AurocInterval
{
    const double Z = 1.959963984540054; // 95 %

    /// <param name="auroc">The share of the pairs in order, over those within each group.</param>
    /// <param name="groups">Positive and negative images of each group, which are compared within it; one of each at least.</param>
    public static (double Low, double High) Of(double auroc, params IReadOnlyList<(long Positives, long Negatives)> groups)
    {
        return (Bound(0), Bound(1));

        // Between the end and the AUROC found lies the θ from which it is z errors away, and only one.
        double Bound(double end)
        {
            var (outside, inside) = (end, auroc);
            for (var i = 0; i < 60; i++)
            {
                var middle = (outside + inside) / 2;
                if (Math.Abs(auroc - middle) > Z * StandardError(middle, groups))
                    outside = middle;
                else
                    inside = middle;
            }
            return inside;
        }
    }

    /// <summary>Hanley and McNeil's standard error of an AUROC of θ; over groups, of the mean weighted by their pairs.</summary>
    internal static double StandardError(double auroc, IReadOnlyList<(long Positives, long Negatives)> groups)
    {
        var (sum, pairs) = (0.0, 0.0);
        foreach (var (positives, negatives) in groups)
        {
            var (square, ofPositives, ofNegatives) = (auroc * auroc, auroc / (2 - auroc), 2 * auroc * auroc / (1 + auroc));
            var product = (double)positives * negatives;
            pairs += product;
            sum += product * (auroc * (1 - auroc) + (positives - 1) * (ofPositives - square) + (negatives - 1) * (ofNegatives - square));
        }
        return Math.Sqrt(sum) / pairs;
    }
}
