namespace VarMem.Analysis.Statistics.Inference;

/// <summary>
/// AUROC over the pairs of a positive and a negative image of one fold: predictions of different folds come from different regressions, and
/// are not to be compared.
/// </summary>
sealed class FoldAuroc
{
    readonly int[] _order; // fold by fold, predictions rising
    readonly bool[] _isPositive;
    readonly int[] _folds;
    readonly double[] _predictions;

    public FoldAuroc(double[] predictions, bool[] isPositive, int[] folds)
    {
        (_predictions, _isPositive, _folds) = (predictions, isPositive, folds);
        _order = [.. Enumerable.Range(0, predictions.Length).OrderBy(image => folds[image]).ThenBy(image => predictions[image])];
    }

    /// <summary>Share of the pairs in order, equal ones half; NaN where no fold has a pair.</summary>
    /// <param name="times">How often each image counts.</param>
    public double Of(ReadOnlySpan<int> times)
    {
        long twiceInOrder = 0, pairs = 0;
        for (int start = 0, foldEnd; start < _order.Length; start = foldEnd)
        {
            long positives = 0, below = 0; // negatives of the fold so far
            for (foldEnd = start; foldEnd < _order.Length && _folds[_order[foldEnd]] == _folds[_order[start]];)
            {
                long equalPositives = 0, equalNegatives = 0;
                for (var value = _predictions[_order[foldEnd]]; foldEnd < _order.Length; foldEnd++)
                {
                    var image = _order[foldEnd];
                    if (_predictions[image] != value || _folds[image] != _folds[_order[start]])
                        break;
                    if (_isPositive[image])
                        equalPositives += times[image];
                    else
                        equalNegatives += times[image];
                }
                twiceInOrder += equalPositives * (2 * below + equalNegatives);
                (positives, below) = (positives + equalPositives, below + equalNegatives);
            }
            pairs += positives * below;
        }
        return pairs > 0 ? twiceInOrder / (2.0 * pairs) : double.NaN;
    }
}
