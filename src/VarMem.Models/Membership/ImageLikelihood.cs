namespace VarMem.Models.Membership;

/// <summary>
/// The likelihood of an image: takes its crops one after the other, adds their tokens up by scale and takes the mean of each score over the
/// crops. In the crops' order and in double, so that neither batches nor threads change it.
/// </summary>
public sealed class ImageLikelihood
{
    readonly int[] _ends; // of the scales, in tokens
    readonly int _rows;
    readonly long[] _tokens; // (A, L)
    readonly float[] _statistics; // (A, K, L)
    readonly bool[] _hasLabel;
    readonly ScaleLikelihood[] _scales;
    readonly CropScores _ofCrop;
    readonly double[] _sums, _scores;
    readonly int[] _counts;

    /// <param name="patchNums">Sides of the scales.</param>
    /// <param name="likelihood">What is known of each token.</param>
    /// <param name="augmentations">Crops an image, A.</param>
    internal ImageLikelihood(IReadOnlyList<int> patchNums, Likelihood likelihood, int augmentations)
    {
        var end = 0;
        _ends = [.. patchNums.Select(p => end += p * p)];
        _rows = CropTokens.Rows(likelihood);
        (_tokens, _statistics) = (new long[augmentations * end], new float[augmentations * _rows * end]);
        (_hasLabel, _scales) = (new bool[augmentations], new ScaleLikelihood[_ends.Length]);
        ScoreNames = CropScores.NamesOf(likelihood);
        _ofCrop = new CropScores(end, likelihood);
        (_sums, _scores, _counts) = (new double[ScoreNames.Count], new double[ScoreNames.Count], new int[ScoreNames.Count]);
    }

    /// <summary>Names of <see cref="Scores"/>.</summary>
    public IReadOnlyList<string> ScoreNames { get; }

    /// <summary>Crops that were added.</summary>
    public int Crops { get; private set; }

    /// <summary>The sums over all crops, by scale (S).</summary>
    public ReadOnlySpan<ScaleLikelihood> Scales => _scales;

    /// <summary>The mean of each score over the crops that have it; NaN where none has.</summary>
    public ReadOnlySpan<double> Scores
    {
        get
        {
            for (var i = 0; i < _scores.Length; i++) _scores[i] = _sums[i] / _counts[i];
            return _scores;
        }
    }

    /// <summary>The tokens of a crop.</summary>
    public CropTokens this[int crop]
    {
        get
        {
            var (tokens, values) = (_ends[^1], _rows * _ends[^1]);
            return new(_tokens.AsSpan(crop * tokens, tokens), _statistics.AsSpan(crop * values, values), _hasLabel[crop]);
        }
    }

    /// <summary>The scale of a token's position.</summary>
    public int ScaleOf(int position)
    {
        var scale = 0;
        while (_ends[scale] <= position) scale++; // asked for every token: without a closure
        return scale;
    }

    /// <summary>The first crop and position of a token whose likelihood, or anything else of it, is no number; null where all are.</summary>
    public (int Crop, int Position)? FirstNotFinite()
    {
        for (var crop = 0; crop < Crops; crop++)
            if (this[crop].FirstNotFinite() is { } position)
                return (crop, position);
        return null;
    }

    /// <summary>Begins an image.</summary>
    internal void Clear()
    {
        Crops = 0;
        _scales.AsSpan().Clear();
        _sums.AsSpan().Clear();
        _counts.AsSpan().Clear();
    }

    /// <summary>Adds the image's next crop.</summary>
    internal void Add(CropTokens crop)
    {
        crop.Tokens.CopyTo(_tokens.AsSpan(Crops * crop.Tokens.Length));
        crop.Statistics.CopyTo(_statistics.AsSpan(Crops * crop.Statistics.Length));
        _hasLabel[Crops++] = crop.HasLabel;
        for (var s = 0; s < _scales.Length; s++) _scales[s].Add(crop, s == 0 ? 0 : _ends[s - 1], _ends[s]);
        var scores = _ofCrop.Of(crop);
        for (var i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i])) continue;
            _sums[i] += scores[i];
            _counts[i]++;
        }
    }
}
