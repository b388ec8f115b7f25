using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using VarMem.Models.Interventions;

namespace VarMem.Models.Generation;

/// <summary>One batch of sequences on its way through the scales, with the keys and values of those behind it.</summary>
sealed class StepPass : IDisposable
{
    readonly StepSession _session;
    readonly Intervention? _intervention;
    readonly List<OrtValue> _empty = [];
    IDisposableReadOnlyCollection<OrtValue>? _last;
    int _scale, _from;

    internal StepPass(StepSession session, Intervention? intervention)
    {
        (_session, _intervention) = (session, intervention);
        for (var i = 0; i < 2 * session.Architecture.Depth; i++)
            _empty.Add(OrtValue.CreateAllocatedTensorValue(
                OrtAllocator.DefaultInstance, TensorElementType.Float, [session.Rows, 0, session.Architecture.Width]));
    }

    /// <summary>Logits of the next scale's tokens (rows, p², V).</summary>
    /// <param name="label">(rows)</param>
    /// <param name="input">What follows from the tokens of all earlier scales (rows, L − p_0², z).</param>
    public float[] Next(long[] label, float[] input)
    {
        var p = _session.Architecture.PatchNums[_scale++];
        var past = _last is null ? _empty : [.. _last.Skip(1)];
        var outputs = _session.Run(label, input, _from, _from += p * p, past, _intervention);
        _last?.Dispose();
        _last = outputs;
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose()
    {
        _last?.Dispose();
        foreach (var value in _empty) value.Dispose();
    }
}
