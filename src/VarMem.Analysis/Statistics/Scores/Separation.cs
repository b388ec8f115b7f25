namespace VarMem.Analysis.Statistics.Scores;

/// <summary>How well a score tells two sides apart, in counts.</summary>
/// <param name="Positives">Positive images that have the score.</param>
/// <param name="Negatives">Negative images that have it.</param>
/// <param name="HalfPairs">Pairs of a positive and a negative image: 2 for one in order, 1 for equal values.</param>
/// <param name="Found">Positive images at the last step of the ROC curve with at most 1 % of the negative ones called positive.</param>
readonly record struct Separation(long Positives, long Negatives, long HalfPairs, long Found)
{
    public const double FprLimit = 0.01;

    public bool HasBothSides => Positives > 0 && Negatives > 0;

    /// <summary>NaN where a side has no image.</summary>
    public double Auroc => HalfPairs / (2.0 * Positives * Negatives);

    /// <summary>NaN where no image is positive.</summary>
    public double TprAt1Percent => (double)Found / Positives;
}
