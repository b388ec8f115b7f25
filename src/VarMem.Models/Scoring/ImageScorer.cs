using VarMem.Models.Membership;

namespace VarMem.Models.Scoring;

/// <summary>
/// Turns crops into μ, an image at a time: fills batches from a stream of images, runs several passes side by side, and averages each
/// image's crops.
/// </summary>
/// <remarks>
/// μ_u(x) = mean over the A·T values of |a_u|: the graph takes the mean over positions, this class that over the A crops, in order and in
/// double. An image's crops may lie in several batches; neither the batch nor the neighbours change its result.
/// </remarks>
public sealed class ImageScorer : IDisposable
{
    readonly ScoringSession _session;
    readonly int _augmentations;
    readonly Action<ScoredImage> _scored;
    readonly TaskFactory _passes;
    readonly Stack<ScoringPass> _idle = [];

    /// <summary>The passes that run or have run, and how many crops each holds, in the order in which they were filled.</summary>
    readonly Queue<(ScoringPass Pass, int Crops, Task Run)> _running = [];

    readonly CropMean _means, _scaleMeans;
    readonly CropNoise? _noise;
    readonly ImageLikelihood? _likelihood;
    ScoringPass? _filling;
    int _filled;
    int _summed;

    /// <param name="session">Runs the batches.</param>
    /// <param name="augmentations">Crops an image, A.</param>
    /// <param name="cropNoise">Whether the standard error of μ over the crops comes out too; A is at least 2 then.</param>
    /// <param name="scored">Called with each image, in the order in which they came.</param>
    public ImageScorer(ScoringSession session, int augmentations, bool cropNoise, Action<ScoredImage> scored)
    {
        (_session, _augmentations, _scored) = (session, augmentations, scored);
        (_means, _scaleMeans) = (new CropMean(session.Units), new CropMean(session.Scales * session.ScaledUnits));
        if (cropNoise) _noise = new CropNoise(augmentations, session.Units);
        if (session.Likelihood != Likelihood.None) _likelihood = new ImageLikelihood(session.PatchNums, session.Likelihood, augmentations);
        _passes = new TaskFactory(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, session.Passes).ConcurrentScheduler);
        for (var i = 0; i <= session.Passes; i++) _idle.Push(session.NewPass()); // one more, to be filled while the others run
    }

    /// <summary>Adds an image: its crops (A, 3, side, side) in [−1, 1] and the label of each (A), or none where the network takes none.</summary>
    /// <exception cref="OperationCanceledException">It was stopped between two crops; what was added of the image is of no use then.</exception>
    public void Add(ReadOnlySpan<float> crops, ReadOnlySpan<long> labels, CancellationToken cancellation = default)
    {
        var length = _session.CropLength;
        for (var a = 0; a < _augmentations; a++)
        {
            cancellation.ThrowIfCancellationRequested();
            _filling ??= IdlePass();
            crops.Slice(a * length, length).CopyTo(_filling.Pixels[(_filled * length)..]);
            if (!labels.IsEmpty) _filling.Labels[_filled] = labels[a];
            if (++_filled == _session.Batch) Start();
        }
    }

    /// <summary>Scores all that has come; a batch that is not full runs with what stood in its other places before.</summary>
    public void Flush()
    {
        if (_filled > 0) Start();
        while (_running.Count > 0) Collect();
    }

    /// <summary>Waits for the passes that run; what they would have given is dropped.</summary>
    public void Dispose()
    {
        foreach (var (pass, _, run) in _running)
        {
            ((IAsyncResult)run).AsyncWaitHandle.WaitOne();
            pass.Dispose();
        }
        foreach (var pass in _idle) pass.Dispose();
        _filling?.Dispose();
    }

    ScoringPass IdlePass()
    {
        if (_idle.Count == 0) Collect();
        return _idle.Pop();
    }

    void Start()
    {
        _running.Enqueue((_filling!, _filled, _passes.StartNew(_filling!.Run)));
        (_filling, _filled) = (null, 0);
    }

    /// <summary>Waits for the oldest pass and adds its crops up.</summary>
    void Collect()
    {
        _running.Peek().Run.GetAwaiter().GetResult();
        var (pass, crops, _) = _running.Dequeue();
        _idle.Push(pass); // nobody fills it before this returns
        for (var slot = 0; slot < crops; slot++)
        {
            _means.Add(pass.Means, slot);
            _scaleMeans.Add(pass.ScaleMeans, slot);
            _noise?.Add(pass.Means, slot, _summed);
            _likelihood?.Add(pass.Tokens(slot));
            if (++_summed == _augmentations) Emit();
        }
    }

    void Emit()
    {
        _summed = 0;
        _scored(new ScoredImage
        {
            Mu = _means.Take(_augmentations),
            ScaleMu = _scaleMeans.Take(_augmentations),
            StandardErrors = _noise is null ? [] : _noise.StandardErrors(),
            Likelihood = _likelihood,
        });
        _likelihood?.Clear();
    }

    /// <summary>The mean of a crop's values over the crops of an image.</summary>
    sealed class CropMean(int length)
    {
        readonly double[] _sum = new double[length];
        readonly float[] _mean = new float[length];

        /// <summary>Adds the crop at <paramref name="slot"/> of a batch (batch, length).</summary>
        public void Add(ReadOnlySpan<float> batch, int slot)
        {
            var crop = batch.Slice(slot * length, length);
            for (var i = 0; i < _sum.Length; i++) _sum[i] += crop[i];
        }

        /// <summary>The mean of the crops added, and a new beginning.</summary>
        public ReadOnlySpan<float> Take(int crops)
        {
            for (var i = 0; i < _mean.Length; i++) _mean[i] = (float)(_sum[i] / crops);
            _sum.AsSpan().Clear();
            return _mean;
        }
    }
}
