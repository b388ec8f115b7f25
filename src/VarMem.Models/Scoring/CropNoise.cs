namespace VarMem.Models.Scoring;

/// <summary>
/// The standard error of the mean over an image's crops, √(Σ_a (x_a − x̄)² / (A − 1) / A): in double, from the crops' own values, in their
/// order. It keeps an image's crops (A, length) and their errors, and takes no memory beyond.
/// </summary>
/// <param name="crops">A, at least 2.</param>
/// <param name="length">Values of a crop.</param>
sealed class CropNoise(int crops, int length)
{
    readonly float[][] _crops = [.. Enumerable.Range(0, crops).Select(_ => new float[length])];
    readonly float[] _errors = new float[length];

    /// <summary>Takes crop <paramref name="index"/> of the image from <paramref name="slot"/> of a batch (batch, length).</summary>
    public void Add(ReadOnlySpan<float> batch, int slot, int index) => batch.Slice(slot * length, length).CopyTo(_crops[index]);

    /// <summary>The errors (length), once all crops are added; reused from image to image.</summary>
    public ReadOnlySpan<float> StandardErrors()
    {
        for (var i = 0; i < length; i++)
        {
            double sum = 0, squares = 0;
            foreach (var crop in _crops) sum += crop[i];
            var mean = sum / crops;
            foreach (var crop in _crops) squares += (crop[i] - mean) * (crop[i] - mean);
            _errors[i] = (float)Math.Sqrt(squares / (crops - 1) / crops);
        }
        return _errors;
    }
}
