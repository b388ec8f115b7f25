using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Membership;
using VarMem.Models.Onnx;

namespace VarMem.Models.Scoring;

/// <summary>
/// A forward pass with buffers of its own. Fill <see cref="Pixels"/> and <see cref="Labels"/>, call <see cref="Run"/>, read
/// <see cref="Means"/>: the runtime reads and writes these buffers in place.
/// </summary>
public sealed class ScoringPass : IDisposable
{
    readonly ScoringSession _session;
    readonly RunOptions _run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    readonly float[] _pixels;
    readonly long[] _labels;
    readonly float[] _means;
    readonly float[] _scaleMeans;
    readonly float[] _statistics;
    readonly long[] _tokens;
    readonly OrtValue[] _inputs;
    readonly OrtValue[] _outputs;

    internal ScoringPass(ScoringSession session)
    {
        _session = session;
        var (batch, units, scaledUnits) = (session.Batch, session.Units, session.ScaledUnits);
        _pixels = GC.AllocateArray<float>(batch * session.CropLength, pinned: true);
        _labels = GC.AllocateArray<long>(batch, pinned: true);
        _means = GC.AllocateArray<float>(batch * units, pinned: true);
        _scaleMeans = GC.AllocateArray<float>(batch * session.Scales * scaledUnits, pinned: true);
        var pixels = OrtValue.CreateTensorValueFromMemory(_pixels, session.PixelShape);
        _inputs = session.TakesLabels ? [pixels, OrtValue.CreateTensorValueFromMemory(_labels, [batch])] : [pixels];
        _statistics = GC.AllocateArray<float>(batch * session.TokenRows * session.Tokens, pinned: true);
        _tokens = GC.AllocateArray<long>(batch * session.Tokens, pinned: true);
        _outputs = [.. session.OutputNames.Select(Output)];

        OrtValue Output(string name) => name switch
        {
            HookedGraph.MeanAbs => OrtValue.CreateTensorValueFromMemory(_means, [batch, units]),
            HookedGraph.ScaleMeanAbs => OrtValue.CreateTensorValueFromMemory(_scaleMeans, [batch, session.Scales, scaledUnits]),
            HookedGraph.TokenStatistics => OrtValue.CreateTensorValueFromMemory(_statistics, [batch, session.TokenRows, session.Tokens]),
            _ => OrtValue.CreateTensorValueFromMemory(_tokens, [batch, session.Tokens]),
        };
    }

    /// <summary>(batch, 3, side, side) in [−1, 1].</summary>
    public Span<float> Pixels => _pixels;

    /// <summary>(batch)</summary>
    public Span<long> Labels => _labels;

    /// <summary>Mean absolute activation of each crop and unit (batch, units), after <see cref="Run"/>.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>The same for each scale alone (batch, S, scaled units); empty where it is not wanted.</summary>
    public ReadOnlySpan<float> ScaleMeans => _scaleMeans;

    /// <summary>The likelihood of a crop's tokens, where it is wanted.</summary>
    /// <param name="slot">The crop's place in the batch.</param>
    public CropTokens Tokens(int slot) => new(
        _tokens.AsSpan(slot * _session.Tokens, _session.Tokens),
        _statistics.AsSpan(slot * _session.TokenRows * _session.Tokens, _session.TokenRows * _session.Tokens),
        hasLabel: _labels[slot] != _session.NullClass);

    /// <exception cref="ModelException">The runtime failed, as it does when memory is full.</exception>
    public void Run() => _session.Run(_run, _inputs, _outputs);

    public void Dispose()
    {
        foreach (var value in _inputs) value.Dispose();
        foreach (var value in _outputs) value.Dispose();
        _run.Dispose();
    }
}
