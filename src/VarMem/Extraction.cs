using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Pipeline;
using VarMem.Pipeline.Views;
using VarMem.Store;
using VarMem.Terminal;

namespace VarMem;

/// <summary>The way of the data from images to the database: view, crops, session, μ, rows.</summary>
sealed class Extraction
{
    /// <summary>Images are committed in groups: as many as stay below this many values, or as came in this time.</summary>
    const int CommitValues = ActivationStore.ValuesPerAppend;

    static readonly TimeSpan CommitTime = TimeSpan.FromSeconds(5);

    /// <summary>Bounds for crops that are computed ahead of the session.</summary>
    const int AheadBytes = 128 << 20, AheadImages = 128;

    readonly ExtractionOptions _options;
    readonly ModelFolder _model;
    readonly IReadOnlyList<Hook> _hooks;
    readonly ImageInput _input;

    public Extraction(ExtractionOptions options)
    {
        _options = options;
        _model = ModelFolder.Open(options.Model);
        _hooks = HookPattern.Select(_model.Hooks, options.Hooks);
        _input = ImageInput.Open(options, _model);
    }

    public string Database => _options.Database;

    /// <summary>The file of an image by its path below the images folder; null where there is none, as for tensors.</summary>
    public string? ImageFile(string path) => _input.Source?.Rows.FirstOrDefault(row => row.Path == path)?.File;

    /// <param name="Done">Images of the selection that are in the database, those of earlier runs included.</param>
    /// <param name="Fresh">Images that this run scored.</param>
    /// <param name="Failures">Images that could not be read, this time.</param>
    public readonly record struct Result(long Done, long Fresh, long Failures, TimeSpan Time);

    public Result Run(CancellationToken cancellation)
    {
        using var store = ActivationStore.Open(_options.Database, Describe());
        var done = store.DoneImages();
        store.AcceptSource(Source());
        var view = _options.Selection.Apply(_input.View);
        var total = view.GetRowCount()!.Value;
        if (total == 0) throw new UsageException("the selection leaves no image; widen --classes, --per-class or --limit");
        var open = view.Where(id => !done.Contains(id));
        var already = total - open.GetRowCount()!.Value;
        if (already > 0 && already < total) Console.Error.WriteLine($"{already} of {total} images are in {_options.Database}; going on with the rest");

        using var progress = new Progress("scoring images", total, already);
        var clock = Stopwatch.StartNew();
        var (fresh, failures) = already < total ? Score(open, store, cancellation, (count, failed) => progress.Report(already + count + failed, Output.Bytes(store.BytesWritten))) : (0, 0);
        store.Checkpoint();
        return new Result(already + fresh, fresh, failures, clock.Elapsed);
    }

    (long Fresh, long Failures) Score(IDataView view, ActivationStore store, CancellationToken cancellation, Action<long, long> report)
    {
        using var session = new ScoringSession(_model, _hooks, new ScoringOptions { Batch = _options.Batch, Threads = _options.Threads });
        var rowBytes = _input.Augmentations * 3 * _model.Description.ImageSize * _model.Description.ImageSize * sizeof(float);
        var workers = Math.Max(1, Environment.ProcessorCount / 2);
        var ahead = view.Prefetch(workers, Math.Clamp(AheadBytes / rowBytes, workers, AheadImages));

        var group = Math.Max(1, CommitValues / session.Units);
        var waiting = new Queue<ImageRow>(); // added to the scorer, crops not all scored
        var scored = new List<ImageRow>(); // scored, not committed
        var mu = new float[group * session.Units];
        var (fresh, failures) = (0L, 0L);
        var sinceCommit = Stopwatch.StartNew();
        using var scorer = new ImageScorer(session, _input.Augmentations, values =>
        {
            var image = waiting.Dequeue();
            if (NotFinite(values) is { } reason)
            {
                if (!_options.SkipErrors) throw new ImageException(image.Path, reason);
                Fail(image.ImageId, image.Path, reason);
                return;
            }
            values.CopyTo(mu.AsSpan(scored.Count * session.Units));
            scored.Add(image);
            if (scored.Count == group || sinceCommit.Elapsed > CommitTime) Commit();
        });

        using var rows = new ImageRows(ahead, withCrops: true);
        try
        {
            while (!cancellation.IsCancellationRequested && rows.MoveNext())
            {
                try
                {
                    rows.ReadCrops();
                }
                catch (ImageException e) when (_options.SkipErrors)
                {
                    Fail(rows.ImageId, rows.Path, e.Reason);
                    continue;
                }
                waiting.Enqueue(rows.Read());
                scorer.Add(rows.Crops, rows.Label);
            }
            if (!cancellation.IsCancellationRequested) scorer.Flush();
        }
        finally
        {
            Commit(); // after Ctrl+C and errors too: what is scored is kept
        }
        cancellation.ThrowIfCancellationRequested();
        return (fresh, failures);

        void Fail(int imageId, string path, string reason)
        {
            store.Fail(imageId, path, reason);
            report(fresh, ++failures);
        }

        void Commit()
        {
            if (scored.Count == 0) return;
            store.Append(scored, mu.AsSpan(0, scored.Count * session.Units));
            fresh += scored.Count;
            scored.Clear();
            sinceCommit.Restart();
            report(fresh, failures);
        }
    }

    /// <summary>What to say of an image with a mean that is no number; null where all are.</summary>
    string? NotFinite(ReadOnlySpan<float> mu)
    {
        for (var u = 0; u < mu.Length; u++)
            if (!float.IsFinite(mu[u]))
            {
                var layer = Layers().Last(layer => layer.FirstUnit <= u);
                return $"unit {u - layer.FirstUnit} of {layer.Name} has the mean {mu[u]}; the model's weights or the image are broken";
            }
        return null;
    }

    /// <summary>All images of the source, as it describes them; no file is opened.</summary>
    IEnumerable<ImageRow> Source()
    {
        using var rows = new ImageRows(_input.View, withCrops: false);
        while (rows.MoveNext()) yield return rows.Described();
    }

    /// <summary>What the database must agree with before anything is added to it.</summary>
    RunDescription Describe()
    {
        var description = _model.Description;
        return new RunDescription
        {
            Settings =
            [
                new("graph_sha256", description.GraphSha256),
                new("hooks", string.Join(' ', _options.Hooks)),
                .. _input.Settings,
                new("batch", $"{_options.Batch}"),
                new("device", "cpu"),
                new("onnxruntime", OrtEnv.Instance().GetVersionString()),
            ],
            ImagesFolder = _input.Source?.Folder,
            Models =
            [
                new("transformer", description.Transformer.Sha256, description.Transformer.Parameters, ModelDescription.Line(description.Transformer.Architecture)),
                new("tokenizer", description.Tokenizer.Sha256, description.Tokenizer.Parameters, ModelDescription.Line(description.Tokenizer.Architecture)),
            ],
            Layers = [.. Layers()],
        };
    }

    IEnumerable<LayerRow> Layers()
    {
        var first = 0;
        for (var i = 0; i < _hooks.Count; i++)
        {
            var hook = _hooks[i];
            yield return new LayerRow(i, hook.Name, hook.Part, hook.Block, hook.Kind, hook.Units, first);
            first += hook.Units;
        }
    }
}
