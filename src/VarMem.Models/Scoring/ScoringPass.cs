using Microsoft.ML.OnnxRuntime;

namespace VarMem.Models.Scoring;

/// <summary>
/// A forward pass with buffers of its own. Fill <see cref="Pixels"/> and <see cref="Labels"/>, call <see cref="Run"/>, read
/// <see cref="Means"/>: the runtime reads and writes these buffers in place.
/// </summary>
public sealed class ScoringPass : IDisposable
{
    readonly ScoringSession _session;
    readonly RunOptions _run = new();
    readonly float[] _pixels;
    readonly long[] _labels;
    readonly float[] _means;
    readonly OrtValue[] _inputs;
    readonly OrtValue[] _outputs;

    internal ScoringPass(ScoringSession session)
    {
        _session = session;
        _pixels = GC.AllocateArray<float>(session.Batch * session.CropLength, pinned: true);
        _labels = GC.AllocateArray<long>(session.Batch, pinned: true);
        _means = GC.AllocateArray<float>(session.Batch * session.Units, pinned: true);
        OrtValue[] inputs =
        [
            OrtValue.CreateTensorValueFromMemory(_pixels, session.PixelShape),
            OrtValue.CreateTensorValueFromMemory(_labels, [session.Batch]),
        ];
        _inputs = inputs[..session.InputNames.Length];
        foreach (var unused in inputs[_inputs.Length..]) unused.Dispose();
        _outputs = [OrtValue.CreateTensorValueFromMemory(_means, [session.Batch, session.Units])];
    }

    /// <summary>(batch, 3, side, side) in [−1, 1].</summary>
    public Span<float> Pixels => _pixels;

    /// <summary>(batch)</summary>
    public Span<long> Labels => _labels;

    /// <summary>Mean absolute activation of each crop and unit (batch, units), after <see cref="Run"/>.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <exception cref="ModelException">The runtime failed, as it does when memory is full.</exception>
    public void Run() => _session.Run(_run, _inputs, _outputs);

    public void Dispose()
    {
        foreach (var value in _inputs) value.Dispose();
        foreach (var value in _outputs) value.Dispose();
        _run.Dispose();
    }
}
