using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Membership;
using VarMem.Models.Onnx;

namespace VarMem.Models.Scoring;

/// <summary>One ONNX Runtime session over a hooked graph, at one fixed batch shape. Its passes share the weights and may run side by side.</summary>
public sealed class ScoringSession : IDisposable
{
    /// <summary>
    /// Activations that live at a time in a pass, in units of the largest: 11 measured on the published tokenizer. Behind the logits, which
    /// count among the activations, fewer live at a time, statistics of tokens and a second pass included.
    /// </summary>
    const int LivingActivations = 12;

    readonly HookableGraph _graph;
    readonly ScoringOptions _options;
    readonly InferenceSession _session;

    /// <exception cref="ModelException">The runtime refuses the graph or the device, or a batch does not fit in memory.</exception>
    public ScoringSession(HookableGraph graph, IReadOnlyList<Hook> hooks, ScoringOptions options)
    {
        if (options.Likelihood != Likelihood.None && !graph.PredictsTokens) throw Throw.NoLikelihood(graph.File);
        if (graph.FixedBatch is { } given && given != options.Batch) throw Throw.OtherBatch(graph.File, given, options.Batch);
        (_graph, _options) = (graph, options);
        Units = hooks.Sum(hook => hook.Units);
        ScaledUnits = options.PerScale ? hooks.Where(hook => graph.FirstScale(hook) is not null).Sum(hook => hook.Units) : 0;
        Passes = options.Device == Device.Cuda ? 1 : options.Threads > 0 ? options.Threads : PassesInMemory(graph, options.Batch);
        RequireMemory();
        if (options is { Device: Device.Cpu, Precision: Precision.Bf16 }) throw Throw.NoBfloat16();
        try
        {
            using var settings = Settings(graph, options);
            var hooked = HookedGraph.Build(graph, hooks, [], options.PerScale, options.Likelihood);
            LowPrecision.Apply(hooked, options.Precision);
            _session = new InferenceSession(hooked.ToByteArray(), settings);
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.NoSession(graph.File, Batch, e);
        }
        TakesLabels = graph.Label is { } label && _session.InputNames.Contains(label);
        InputNames = TakesLabels ? [graph.Pixels, graph.Label!] : [graph.Pixels];
        OutputNames =
        [
            HookedGraph.MeanAbs,
            .. ScaledUnits > 0 ? [HookedGraph.ScaleMeanAbs] : (string[])[],
            .. TokenRows > 0 ? [HookedGraph.TokenStatistics, graph.Prediction!.Tokens] : (string[])[],
        ];
    }

    /// <summary>Crops a pass.</summary>
    public int Batch => _options.Batch;

    /// <summary>Passes that may run at a time.</summary>
    public int Passes { get; }

    /// <summary>Units of all hooks together.</summary>
    public int Units { get; }

    /// <summary>Units of those hooks whose means come out for each scale too.</summary>
    public int ScaledUnits { get; }

    /// <summary>S, the scales of an image.</summary>
    public int Scales => _graph.PatchNums.Count;

    /// <summary>What comes out of the likelihood of each token.</summary>
    public Likelihood Likelihood => _options.Likelihood;

    /// <summary>Sides of the scales.</summary>
    internal IReadOnlyList<int> PatchNums => _graph.PatchNums;

    /// <summary>L, the tokens of an image whose likelihood comes out; 0 where none does.</summary>
    internal int Tokens => TokenRows > 0 ? _graph.PatchNums.Sum(p => p * p) : 0;

    /// <summary>K, the numbers that come out of each.</summary>
    internal int TokenRows => CropTokens.Rows(_options.Likelihood);

    /// <summary>The label that stands for no class; null for a network that takes none.</summary>
    internal long? NullClass => _graph.Prediction?.NullClass;

    /// <summary>Values of a crop, 3·side².</summary>
    public int CropLength => 3 * _graph.Side * _graph.Side;

    /// <summary>Tokenizer hooks alone need no label: the graph then has lost that input.</summary>
    internal bool TakesLabels { get; }

    internal string[] InputNames { get; }

    internal string[] OutputNames { get; }

    internal long[] PixelShape => [Batch, 3, _graph.Side, _graph.Side];

    /// <summary>A pass with buffers of its own.</summary>
    public ScoringPass NewPass() => new(this);

    internal void Run(RunOptions options, IReadOnlyCollection<OrtValue> inputs, IReadOnlyCollection<OrtValue> outputs)
    {
        try
        {
            _session.Run(options, InputNames, inputs, OutputNames, outputs);
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.RunFailed(_graph.File, Batch, e);
        }
    }

    public void Dispose() => _session.Dispose();

    /// <summary>One a core, as far as their activations fit into half of the memory.</summary>
    internal static int PassesInMemory(HookableGraph graph, int batch)
    {
        var largest = graph.Hooks.Max(hook => (long)hook.Units * hook.Positions) * sizeof(float);
        var half = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        return (int)Math.Clamp(half / (LivingActivations * largest * batch), 1, Environment.ProcessorCount);
    }

    /// <summary>The buffers of all passes must fit in memory; what the runtime needs besides shows when it runs.</summary>
    void RequireMemory()
    {
        var pixels = (Int128)CropLength;
        var (means, statistics) = (Units + (Int128)ScaledUnits * Scales, (Int128)TokenRows * Tokens);
        var bytes = Batch * ((pixels + means + statistics) * sizeof(float) + (1 + Tokens) * sizeof(long));
        if (Batch * Int128.Max(pixels, Int128.Max(means, statistics)) > Array.MaxLength || bytes * (Passes + 1) > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
            throw Throw.BatchTooLarge(Batch, bytes);
    }

    internal static SessionOptions Settings(HookableGraph graph, ScoringOptions options) => Settings(graph.File, options);

    /// <summary>Weights are mapped from the file's folder, whatever the graph in memory is.</summary>
    internal static SessionOptions Settings(string file, ScoringOptions options)
    {
        var settings = new SessionOptions
        {
            IntraOpNumThreads = 1, // see ScoringOptions.Threads
            GraphOptimizationLevel = options.Optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // errors are exceptions, which say the same
        };
        settings.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(Path.GetFullPath(file)));
        settings.AddFreeDimensionOverrideByName(GraphBuilder.Batch, options.Batch);
        if (options.Device == Device.Cuda) CudaProvider.AppendTo(settings);
        return settings;
    }
}
