using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Var;

namespace VarMem.Models.Scoring;

/// <summary>One ONNX Runtime session over a hooked graph, at one fixed batch shape. Its passes share the weights and may run side by side.</summary>
public sealed class ScoringSession : IDisposable
{
    readonly ScoringOptions _options;
    readonly int _side;
    readonly InferenceSession _session;

    /// <exception cref="ModelException">The runtime refuses the graph, or a batch does not fit in memory.</exception>
    public ScoringSession(ModelFolder model, IReadOnlyList<Hook> hooks, ScoringOptions options)
    {
        _options = options;
        _side = model.Description.ImageSize;
        Units = hooks.Sum(hook => hook.Units);
        File = Path.Combine(model.Path, ModelFolder.GraphFile);
        RequireMemory();
        try
        {
            using var settings = Settings(model, options);
            _session = new InferenceSession(HookedGraph.Build(model.Graph, hooks, []).ToByteArray(), settings);
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.NoSession(File, Batch, e);
        }
        // Tokenizer hooks alone need no label: the graph then has lost that input.
        InputNames = _session.InputNames.Contains(ModelBuilder.Label) ? [ModelBuilder.Pixels, ModelBuilder.Label] : [ModelBuilder.Pixels];
    }

    /// <summary>Crops a pass.</summary>
    public int Batch => _options.Batch;

    /// <summary>Passes that may run at a time.</summary>
    public int Passes => _options.Passes;

    /// <summary>Units of all hooks together.</summary>
    public int Units { get; }

    /// <summary>Values of a crop, 3·side².</summary>
    public int CropLength => 3 * _side * _side;

    internal string File { get; }

    internal string[] InputNames { get; }

    internal long[] PixelShape => [Batch, 3, _side, _side];

    /// <summary>A pass with buffers of its own.</summary>
    public ScoringPass NewPass() => new(this);

    internal void Run(RunOptions options, IReadOnlyCollection<OrtValue> inputs, IReadOnlyCollection<OrtValue> outputs)
    {
        try
        {
            _session.Run(options, InputNames, inputs, [HookedGraph.MeanAbs], outputs);
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.RunFailed(File, Batch, e);
        }
    }

    public void Dispose() => _session.Dispose();

    /// <summary>The buffers of all passes must fit in memory; what the runtime needs besides shows when it runs.</summary>
    void RequireMemory()
    {
        var pixels = (Int128)3 * _side * _side;
        var bytes = (Int128)Batch * (pixels * sizeof(float) + sizeof(long) + (Int128)Units * sizeof(float));
        if (Batch * Int128.Max(pixels, Units) > Array.MaxLength || bytes * (Passes + 1) > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
            throw Throw.BatchTooLarge(Batch, bytes);
    }

    /// <summary>Weights are mapped from the model's folder, whatever the hooked graph in memory is.</summary>
    internal static SessionOptions Settings(ModelFolder model, ScoringOptions options)
    {
        var settings = new SessionOptions
        {
            IntraOpNumThreads = 1, // see ScoringOptions.Threads
            GraphOptimizationLevel = options.Optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        settings.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetFullPath(model.Path));
        settings.AddFreeDimensionOverrideByName(GraphBuilder.Batch, options.Batch);
        return settings;
    }
}
