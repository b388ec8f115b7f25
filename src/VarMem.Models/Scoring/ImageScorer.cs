namespace VarMem.Models.Scoring;

/// <summary>
/// Turns crops into μ, an image at a time: fills the session's batches from a stream of images and averages each image's crops.
/// </summary>
/// <remarks>
/// μ_u(x) = mean over the A·T values of |a_u|: the graph takes the mean over positions, this class that over the A crops, in order and in
/// double. An image's crops may lie in several batches.
/// </remarks>
/// <param name="session">Runs the batches.</param>
/// <param name="augmentations">Crops an image, A.</param>
/// <param name="scored">Called with each image's μ (units), in the order in which the images came; the span is reused.</param>
public sealed class ImageScorer(ScoringSession session, int augmentations, Action<ReadOnlySpan<float>> scored)
{
    readonly int _cropLength = session.Pixels.Length / session.Batch;
    readonly double[] _sum = new double[session.Units];
    readonly float[] _mu = new float[session.Units];
    int _filled;
    int _summed;

    /// <summary>Adds an image: its crops (A, 3, side, side) in [−1, 1] and its label.</summary>
    public void Add(ReadOnlySpan<float> crops, long label)
    {
        for (var a = 0; a < augmentations; a++)
        {
            crops.Slice(a * _cropLength, _cropLength).CopyTo(session.Pixels[(_filled * _cropLength)..]);
            session.Labels[_filled] = label;
            if (++_filled == session.Batch) Score();
        }
    }

    /// <summary>Scores what has come since the last full batch; the batch is filled up with what stood there before.</summary>
    public void Flush()
    {
        if (_filled > 0) Score();
    }

    void Score()
    {
        session.Run();
        for (var slot = 0; slot < _filled; slot++)
        {
            var means = session.Means.Slice(slot * session.Units, session.Units);
            for (var u = 0; u < _sum.Length; u++) _sum[u] += means[u];
            if (++_summed == augmentations) Emit();
        }
        _filled = 0;
    }

    void Emit()
    {
        for (var u = 0; u < _mu.Length; u++) _mu[u] = (float)(_sum[u] / augmentations);
        _sum.AsSpan().Clear();
        _summed = 0;
        scored(_mu);
    }
}
