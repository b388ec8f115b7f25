using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Var;

namespace VarMem.Models.Scoring;

/// <summary>
/// One ONNX Runtime session over a hooked graph, at one fixed batch shape. Fill <see cref="Pixels"/> and <see cref="Labels"/>, call
/// <see cref="Run"/>, read <see cref="Means"/>: the runtime reads and writes these buffers in place.
/// </summary>
public sealed class ScoringSession : IDisposable
{
    readonly InferenceSession _session;
    readonly RunOptions _run = new();
    readonly float[] _pixels;
    readonly long[] _labels;
    readonly float[] _means;
    readonly OrtValue[] _inputs;
    readonly OrtValue[] _outputs;
    readonly string[] _inputNames;
    readonly string[] _outputNames = [HookedGraph.MeanAbs];

    public ScoringSession(ModelFolder model, IReadOnlyList<Hook> hooks, ScoringOptions options)
    {
        var graph = HookedGraph.Build(model.Graph, hooks, []);
        using var settings = Settings(model, options);
        _session = new InferenceSession(graph.ToByteArray(), settings);

        Batch = options.Batch;
        Units = hooks.Sum(hook => hook.Units);
        var side = model.Description.ImageSize;
        _pixels = GC.AllocateArray<float>(Batch * 3 * side * side, pinned: true);
        _labels = GC.AllocateArray<long>(Batch, pinned: true);
        _means = GC.AllocateArray<float>(Batch * Units, pinned: true);
        var pixels = OrtValue.CreateTensorValueFromMemory(_pixels, [Batch, 3, side, side]);
        var labels = OrtValue.CreateTensorValueFromMemory(_labels, [Batch]);
        // Tokenizer hooks alone need no label: the graph then has lost that input.
        var labelled = _session.InputNames.Contains(ModelBuilder.Label);
        _inputNames = labelled ? [ModelBuilder.Pixels, ModelBuilder.Label] : [ModelBuilder.Pixels];
        _inputs = labelled ? [pixels, labels] : [pixels];
        _outputs = [OrtValue.CreateTensorValueFromMemory(_means, [Batch, Units])];
    }

    /// <summary>Crops a pass.</summary>
    public int Batch { get; }

    /// <summary>Units of all hooks together.</summary>
    public int Units { get; }

    /// <summary>(batch, 3, side, side) in [−1, 1].</summary>
    public Span<float> Pixels => _pixels;

    /// <summary>(batch)</summary>
    public Span<long> Labels => _labels;

    /// <summary>Mean absolute activation of each crop and unit (batch, units), after <see cref="Run"/>.</summary>
    public ReadOnlySpan<float> Means => _means;

    public void Run() => _session.Run(_run, _inputNames, _inputs, _outputNames, _outputs);

    public void Dispose()
    {
        foreach (var value in _inputs) value.Dispose();
        foreach (var value in _outputs) value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    /// <summary>Weights are mapped from the model's folder, whatever the hooked graph in memory is.</summary>
    internal static SessionOptions Settings(ModelFolder model, ScoringOptions options)
    {
        var settings = new SessionOptions
        {
            IntraOpNumThreads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount,
            GraphOptimizationLevel = options.Optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        settings.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", System.IO.Path.GetFullPath(model.Path));
        settings.AddFreeDimensionOverrideByName(GraphBuilder.Batch, options.Batch);
        return settings;
    }
}
