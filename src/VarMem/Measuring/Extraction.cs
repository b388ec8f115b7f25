using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using VarMem.Images;
using VarMem.Models.Membership;
using VarMem.Models.Scoring;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;
using VarMem.Store;
using VarMem.Terminal;

namespace VarMem.Measuring;

/// <summary>The way of the data from images to the database: view, crops, session, μ, rows.</summary>
sealed class Extraction
{
    readonly ExtractionOptions _options;
    readonly Network _network;
    readonly ImageInput _input;
    readonly DeviceChoice _device;

    public Extraction(ExtractionOptions options)
    {
        _options = options;
        _device = DeviceChoice.Of(options.Device);
        _network = Network.Open(options.Network);
        RequireFit();
        _input = ImageInput.Open(options, _network);
        if (options.CropNoise && _input.Augmentations < 2)
            throw new UsageException("--crop-noise is the spread of an image's crops around their mean, and of one crop there is none; ask for at least two with --augmentations, or drop it");
    }

    public string Database => _options.Database;

    /// <summary>How many images an extraction selects; no image is opened and no device used.</summary>
    public static long CountImages(ExtractionOptions options)
    {
        var count = options.Selection.Apply(ImageInput.Open(options, Network.Open(options.Network)).View).GetRowCount()!.Value;
        RequireImages(count, options.Shard);
        return count;
    }

    /// <param name="Done">Images of the selection that are in the database, those of earlier runs included.</param>
    /// <param name="Fresh">Images that this run scored.</param>
    /// <param name="Failures">Images that could not be read, this time.</param>
    public readonly record struct Result(long Done, long Fresh, long Failures, TimeSpan Time);

    public Result Run(CancellationToken cancellation)
    {
        var selected = _options.Selection.Apply(_input.View);
        RequireImages(selected.GetRowCount()!.Value, _options.Shard);
        using var store = ActivationStore.Open(_options.Database, Describe(selected.GetRowCount()!.Value));
        var done = store.DoneImages();
        store.AcceptSource(Source());
        var view = _options.Shard?.Apply(selected) ?? selected;
        var total = view.GetRowCount()!.Value;
        var open = view.Where(id => !done.Contains(id));
        var already = total - open.GetRowCount()!.Value;
        if (_options.Shard is { } shard && done.Count > already)
            throw new UsageException($"{_options.Database} holds images that are not in shard {shard} of those selected; expected the --limit, --per-class and --classes that it was begun with, or another --db");
        if (already == total) return new Result(total, 0, 0, TimeSpan.Zero);
        if (already > 0) Console.Error.WriteLine($"{already} of {total} images are in {_options.Database}; going on with the rest");

        _device.Tell();
        Demand.Of(_network, total - already, _input.Augmentations, _options).Announce(_options.Database);
        using var progress = new Progress("scoring images", total, already);
        var clock = Stopwatch.StartNew();
        using var session = new ScoringSession(_network.Graph, _network.Hooks, Scoring());
        var run = new ScoringRun(session, store, _input, _options,
            (fresh, failures) => progress.Report(already + fresh + failures, Output.Bytes(store.BytesWritten)));
        run.Run(open, cancellation);
        store.Checkpoint();
        return new Result(already + run.Fresh, run.Fresh, run.Failures, clock.Elapsed);
    }

    ScoringOptions Scoring() => new()
    {
        Batch = Batch,
        Threads = _options.Threads ?? 0,
        Device = _device.Device,
        Precision = _options.Precision,
        PerScale = _options.PerScale,
        Likelihood = _options.Likelihood,
    };

    int Batch => _options.Batch ?? AutoBatch.Of(_network, _device.Device);

    /// <summary>What is asked of a network that it cannot do shows before any image is opened.</summary>
    void RequireFit()
    {
        var (file, given) = (_options.Network.Path, _network.Graph.FixedBatch);
        if (_options.Batch is { } asked && given is not null && asked != given)
            throw new UsageException($"--batch {asked}: {file} takes batches of {given} and no other; drop --batch");
        if (_options.Precision != Precision.Fp32 && _options.Network.Onnx is not null)
            throw new UsageException($"--precision is for VAR models; {file} is run in the precision that it was exported with");
        var crop = 3L * _network.Graph.Side * _network.Graph.Side;
        if (_options.Augmentations * crop > Array.MaxLength)
            throw new UsageException($"--augmentations {_options.Augmentations}: at most {Array.MaxLength / crop} crops of an image fit in memory");
        if (_options.Precision == Precision.Fp16 && _device.Device == Device.Cpu)
            CommandLine.Warn("--precision fp16 on a CPU, which has no such products, takes hundreds of times as long as fp32");
        if (_options.PerScale && !_network.Hooks.Any(hook => _network.Graph.FirstScale(hook) is not null))
            throw new UsageException("--per-scale is for the layers of a VAR transformer; none of those chosen has scales, drop it");
        if (_options.Likelihood != Likelihood.None && !_network.Graph.PredictsTokens)
            throw new UsageException($"{LikelihoodOption} is for VAR models with their transformer, which predicts an image's tokens; {file} is run without, drop it");
        if (_options.LabelDrop > 0 && _network.ClassNames is null)
            throw new UsageException($"--label-drop is for networks with classes; {file} is run without, drop it");
        if (_options.ShuffleLabels && _network.ClassNames is null)
            throw new UsageException($"--shuffle-labels is for networks with classes; {file} is run without, drop it");
        if (_options.ShuffleLabels && _network.ClassNames is [var only])
            throw new UsageException($"--shuffle-labels needs another class to take labels from; {file} has one alone, {only}");
    }

    string LikelihoodOption => _options switch
    {
        { TokenScores: true } => "--token-scores",
        { Likelihood: Likelihood.WithNullClass } => "--unconditional",
        _ => "--likelihood",
    };

    static void RequireImages(long selected, Shard? shard)
    {
        if (selected == 0) throw new UsageException("the selection leaves no image; widen --classes or --class-list, --per-class or --limit");
        if (shard is { Count: var shards } && shards > selected)
            throw new UsageException($"{shards} shards of {selected} images; expected an image or more in each");
    }

    /// <summary>All images of the source, as it describes them; no file is opened.</summary>
    IEnumerable<ImageRow> Source()
    {
        using var rows = new ImageRows(_input.View, withCrops: false);
        while (rows.MoveNext()) yield return rows.Described();
    }

    /// <summary>What the database must agree with before anything is added to it.</summary>
    /// <param name="selected">Images of all shards, from which a merge knows what is missing.</param>
    RunDescription Describe(long selected) => new()
    {
        Settings =
        [
            .. _network.Settings,
            new("hooks", string.Join(' ', _network.Patterns)),
            .. _input.Settings,
            new("per_scale", _options.PerScale ? "true" : null),
            new("crop_noise", _options.CropNoise ? "true" : null),
            new("likelihood", _options.Likelihood != Likelihood.None ? "true" : null),
            new("unconditional", _options.Likelihood == Likelihood.WithNullClass ? "true" : null),
            new("token_scores", _options.TokenScores ? "true" : null),
            new("zlib", _options.Likelihood != Likelihood.None ? TokenText.Library : null),
            new("batch", $"{Batch}"),
            new("device", _device.Name),
            new("precision", _options.Precision.ToString().ToLowerInvariant()),
            new("onnxruntime", OrtEnv.Instance().GetVersionString()),
            .. _options.Shard is { } shard ? (KeyValuePair<string, string?>[])[new("shard", $"{shard}"), new("shard_images", $"{selected}")] : [],
        ],
        ImagesFolder = _input.Source?.Folder,
        Models = _network.Models,
        Layers = [.. Layers()],
        ScaleSides = _network.Graph.PatchNums,
        CropNoise = _options.CropNoise,
        Likelihood = _options.Likelihood == Likelihood.None ? null : new(
            CropScores.NamesOf(_options.Likelihood), _options.Likelihood == Likelihood.WithNullClass,
            _options.TokenScores ? _input.Augmentations * _network.Graph.PatchNums.Sum(p => p * p) : 0),
    };

    IEnumerable<LayerRow> Layers()
    {
        var first = 0;
        foreach (var (i, hook) in _network.Hooks.Index())
        {
            var firstScale = _options.PerScale ? _network.Graph.FirstScale(hook) : null;
            yield return new LayerRow(i, hook.Name, hook.Part, hook.Block, hook.Kind, hook.Units, first, firstScale);
            first += hook.Units;
        }
    }
}
