using System.Diagnostics;
using System.Runtime.InteropServices;
using VarMem.Images;
using VarMem.Models.Membership;
using VarMem.Models.Scoring;
using VarMem.Pipeline;
using VarMem.Pipeline.Views;
using VarMem.Store;

namespace VarMem.Measuring;

/// <summary>Images from a view through a session into the database, in groups that are committed together.</summary>
/// <param name="options">What is recorded, and whether an image that cannot be used stops the run.</param>
/// <param name="report">Told after each commit and failure how many images are new and how many failed.</param>
sealed class ScoringRun(
    ScoringSession session, ActivationStore store, ImageInput input, ExtractionOptions options, Action<long, long> report)
{
    /// <summary>Images are committed in groups: as many as have this many values, or as came in this time.</summary>
    const int CommitValues = ActivationStore.ValuesPerAppend;

    static readonly TimeSpan CommitTime = TimeSpan.FromSeconds(1);

    /// <summary>Bounds for crops that are computed ahead of the session.</summary>
    const int AheadBytes = 128 << 20, AheadImages = 128;

    readonly Queue<ImageRow> _waiting = []; // added to the scorer, crops not all scored
    readonly List<ImageRow> _scored = []; // scored, not committed
    readonly List<float> _mu = [], _scaleMu = [], _standardErrors = [];
    readonly LikelihoodRows? _likelihoods = options.Likelihood == Likelihood.None ? null : new();
    readonly Stopwatch _sinceCommit = Stopwatch.StartNew();

    /// <summary>Images that this run scored and committed.</summary>
    public long Fresh { get; private set; }

    /// <summary>Images that could not be used.</summary>
    public long Failures { get; private set; }

    /// <summary>Scores the rows of the view; on any stop what is scored is committed.</summary>
    public void Run(IDataView view, CancellationToken cancellation)
    {
        var rowBytes = (long)input.Augmentations * session.CropLength * sizeof(float);
        var workers = Math.Clamp(Environment.ProcessorCount / 2, 1, AheadImages);
        var ahead = view.Prefetch(workers, (int)Math.Clamp(AheadBytes / rowBytes, workers, AheadImages));
        using var scorer = new ImageScorer(session, input.Augmentations, options.CropNoise, Scored);
        using var rows = new ImageRows(ahead, withCrops: true);
        try
        {
            while (!cancellation.IsCancellationRequested && rows.MoveNext())
            {
                try
                {
                    rows.ReadCrops();
                }
                catch (ImageException e) when (options.SkipErrors)
                {
                    Fail(rows.ImageId, rows.Path, e.Reason);
                    continue;
                }
                _waiting.Enqueue(rows.Read());
                scorer.Add(rows.Crops, rows.CropLabels, cancellation);
            }
            if (!cancellation.IsCancellationRequested) scorer.Flush();
        }
        finally
        {
            Commit(); // after Ctrl+C and errors too: what is scored is kept
        }
        cancellation.ThrowIfCancellationRequested();
    }

    void Scored(ScoredImage scored)
    {
        var image = _waiting.Dequeue();
        if ((NotFinite(scored.Mu) ?? LikelihoodOfImage.NotFinite(scored.Likelihood)) is { } reason)
        {
            if (!options.SkipErrors) throw new ImageException(image.Path, reason);
            Fail(image.ImageId, image.Path, reason);
            return;
        }
        _mu.AddRange(scored.Mu);
        _scaleMu.AddRange(scored.ScaleMu);
        _standardErrors.AddRange(scored.StandardErrors);
        if (scored.Likelihood is { } likelihood) _likelihoods!.Add(likelihood, options.TokenScores);
        _scored.Add(image);
        var values = _mu.Count + _scaleMu.Count + _standardErrors.Count + (_likelihoods?.ValueCount ?? 0);
        var another = values / _scored.Count;
        if (values + another > CommitValues || _sinceCommit.Elapsed > CommitTime) Commit();
    }

    void Fail(int imageId, string path, string reason)
    {
        store.Fail(imageId, path, reason);
        report(Fresh, ++Failures);
    }

    void Commit()
    {
        if (_scored.Count == 0) return;
        store.Append(
            _scored, CollectionsMarshal.AsSpan(_mu), CollectionsMarshal.AsSpan(_scaleMu), CollectionsMarshal.AsSpan(_standardErrors),
            _likelihoods);
        Fresh += _scored.Count;
        _scored.Clear();
        _mu.Clear();
        _scaleMu.Clear();
        _standardErrors.Clear();
        _likelihoods?.Clear();
        _sinceCommit.Restart();
        report(Fresh, Failures);
    }

    /// <summary>What to say of an image with a mean that is no number; null where all are.</summary>
    string? NotFinite(ReadOnlySpan<float> mu)
    {
        for (var u = 0; u < mu.Length; u++)
            if (!float.IsFinite(mu[u]))
            {
                var layer = store.Layers.Last(layer => layer.FirstUnit <= u);
                return $"unit {u - layer.FirstUnit} of {layer.Name} has the mean {mu[u]}; the model's weights or the image are broken";
            }
        return null;
    }
}
