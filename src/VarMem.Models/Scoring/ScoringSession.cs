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
    readonly string _file;
    readonly InferenceSession _session;
    readonly RunOptions _run;
    readonly float[] _pixels;
    readonly long[] _labels;
    readonly float[] _means;
    readonly OrtValue[] _inputs;
    readonly OrtValue[] _outputs;
    readonly string[] _inputNames;
    readonly string[] _outputNames = [HookedGraph.MeanAbs];

    /// <summary>What is to be freed, the last first.</summary>
    readonly Stack<IDisposable> _owned = [];

    public ScoringSession(ModelFolder model, IReadOnlyList<Hook> hooks, ScoringOptions options)
    {
        Batch = options.Batch;
        Units = hooks.Sum(hook => hook.Units);
        _file = Path.Combine(model.Path, ModelFolder.GraphFile);
        var side = model.Description.ImageSize;
        (_pixels, _labels, _means) = Buffers(Batch, (Int128)3 * side * side, Units);
        try
        {
            _session = Owned(Open(model, hooks, options));
            _run = Owned(new RunOptions());
            var pixels = Owned(OrtValue.CreateTensorValueFromMemory(_pixels, [Batch, 3, side, side]));
            var labels = Owned(OrtValue.CreateTensorValueFromMemory(_labels, [Batch]));
            // Tokenizer hooks alone need no label: the graph then has lost that input.
            var labelled = _session.InputNames.Contains(ModelBuilder.Label);
            _inputNames = labelled ? [ModelBuilder.Pixels, ModelBuilder.Label] : [ModelBuilder.Pixels];
            _inputs = labelled ? [pixels, labels] : [pixels];
            _outputs = [Owned(OrtValue.CreateTensorValueFromMemory(_means, [Batch, Units]))];
        }
        catch (Exception e)
        {
            Dispose();
            if (e is OnnxRuntimeException) throw Throw.NoSession(_file, Batch, e);
            throw;
        }
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

    public void Run()
    {
        try
        {
            _session.Run(_run, _inputNames, _inputs, _outputNames, _outputs);
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.RunFailed(_file, Batch, e);
        }
    }

    public void Dispose()
    {
        while (_owned.TryPop(out var owned)) owned.Dispose();
    }

    T Owned<T>(T value) where T : IDisposable
    {
        _owned.Push(value);
        return value;
    }

    static InferenceSession Open(ModelFolder model, IReadOnlyList<Hook> hooks, ScoringOptions options)
    {
        using var settings = Settings(model, options);
        return new InferenceSession(HookedGraph.Build(model.Graph, hooks, []).ToByteArray(), settings);
    }

    static (float[] Pixels, long[] Labels, float[] Means) Buffers(int batch, Int128 pixels, int units)
    {
        var bytes = batch * (pixels * sizeof(float) + sizeof(long) + (Int128)units * sizeof(float));
        var longest = batch * Int128.Max(pixels, units);
        if (longest > Array.MaxLength || bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) throw Throw.BatchTooLarge(batch, bytes);
        try
        {
            return (Pinned<float>(batch * (int)pixels), Pinned<long>(batch), Pinned<float>(batch * units));
        }
        catch (OutOfMemoryException)
        {
            throw Throw.BatchTooLarge(batch, bytes);
        }
    }

    static T[] Pinned<T>(int length) => GC.AllocateArray<T>(length, pinned: true);

    /// <summary>Weights are mapped from the model's folder, whatever the hooked graph in memory is.</summary>
    internal static SessionOptions Settings(ModelFolder model, ScoringOptions options)
    {
        var settings = new SessionOptions
        {
            IntraOpNumThreads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount,
            GraphOptimizationLevel = options.Optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        settings.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetFullPath(model.Path));
        settings.AddFreeDimensionOverrideByName(GraphBuilder.Batch, options.Batch);
        return settings;
    }
}
