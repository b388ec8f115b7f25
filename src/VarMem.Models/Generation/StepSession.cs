using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Interventions;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;

namespace VarMem.Models.Generation;

/// <summary>The transformer for one scale after another. Its passes share the weights and may run side by side.</summary>
sealed class StepSession : IDisposable
{
    readonly InferenceSession _session;
    readonly string _file;
    readonly string[] _pastNames, _presentNames;
    readonly ScaledLayers _scaled;
    readonly OrtMemoryInfo _cache; // where keys and values stay

    /// <param name="model">A model that can generate.</param>
    /// <param name="rows">Sequences a run.</param>
    /// <param name="device">What it runs on; keys and values stay in its memory.</param>
    /// <param name="scaled">Layers whose units interventions may scale.</param>
    /// <exception cref="ModelException">The model cannot generate, a layer cannot be scaled, or the runtime refuses the graph.</exception>
    public StepSession(ModelFolder model, int rows, Device device = Device.Cpu, params IReadOnlyList<Hook> scaled)
    {
        (Rows, _file) = (rows, Path.Combine(model.Path, ModelFolder.StepFile));
        var step = model.ReadStep();
        _scaled = new ScaledLayers(model.Graph, step.Graph, scaled);
        HookedGraph.Prune(step.Graph); // what could only be hooked
        Architecture = model.Description.Transformer!.Architecture;
        var blocks = Enumerable.Range(0, Architecture.Depth).ToArray();
        _pastNames = [.. blocks.SelectMany(OneScale.Past)];
        _presentNames = [.. blocks.SelectMany(OneScale.Present)];
        try
        {
            using var settings = ScoringSession.Settings(model.Graph, new ScoringOptions { Batch = rows, Device = device });
            _session = new InferenceSession(step.ToByteArray(), settings);
            _cache = device == Device.Cuda ? CudaProvider.Memory : OrtMemoryInfo.DefaultInstance;
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.CannotGenerate(_file, e);
        }
    }

    public int Rows { get; }

    public TransformerArchitecture Architecture { get; }

    /// <summary>A pass at the first scale, with an empty cache.</summary>
    /// <param name="intervention">What is done to the units of the scaled layers; null leaves them.</param>
    public StepPass NewPass(Intervention? intervention = null) => new(this, intervention);

    /// <param name="label">(rows)</param>
    /// <param name="input">(rows, L − p_0², z); what is of later scales is not looked at.</param>
    /// <param name="from">The scale's first token.</param>
    /// <param name="to">The first one behind it.</param>
    /// <param name="past">Keys and values of every block.</param>
    /// <param name="intervention">See <see cref="NewPass"/>.</param>
    /// <returns>The scale's logits (rows, p², V), and keys and values of every block, on the device.</returns>
    internal IDisposableReadOnlyCollection<OrtValue> Run(
        long[] label, float[] input, int from, int to, IReadOnlyList<OrtValue> past, Intervention? intervention)
    {
        using var labels = OrtValue.CreateTensorValueFromMemory(label, [Rows]);
        using var seen = OrtValue.CreateTensorValueFromMemory(input, [Rows, Architecture.LaterTokenCount, Architecture.LatentChannels]);
        using var first = OrtValue.CreateTensorValueFromMemory<long>([from], [1]);
        using var end = OrtValue.CreateTensorValueFromMemory<long>([to], [1]);
        string[] names = [ModelBuilder.Label, ModelBuilder.TransformerInput, OneScale.From, OneScale.To, .. _pastNames, .. _scaled.Inputs];
        var factors = _scaled.Values(intervention, from, to);
        try
        {
            using var run = new RunOptions();
            using var binding = _session.CreateIoBinding();
            foreach (var (name, value) in names.Zip([labels, seen, first, end, .. past, .. factors])) binding.BindInput(name, value);
            binding.BindOutputToDevice(ModelBuilder.Logits, OrtMemoryInfo.DefaultInstance);
            foreach (var name in _presentNames) binding.BindOutputToDevice(name, _cache);
            _session.RunWithBinding(run, binding);
            return binding.GetOutputValues();
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.CannotGenerate(_file, e);
        }
        finally
        {
            foreach (var value in factors) value.Dispose();
        }
    }

    public void Dispose() => _session.Dispose();
}
