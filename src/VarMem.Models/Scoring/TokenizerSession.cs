using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Var;

namespace VarMem.Models.Scoring;

/// <summary>The tokenizer alone: crops to the tokens that the transformer is held against. Runs several passes side by side.</summary>
public sealed class TokenizerSession : IDisposable
{
    /// <summary>Crops a pass. Fixed, since sums of another shape may be rounded in another way; empty places are zeros.</summary>
    const int Batch = 8;

    readonly InferenceSession _session;
    readonly HookableGraph _graph;
    readonly int _threads;

    /// <param name="model">A VAR model.</param>
    /// <param name="device">What it runs on; a GPU makes one pass at a time.</param>
    /// <exception cref="ModelException">The model has no transformer and so no tokens, or the runtime refuses the graph.</exception>
    public TokenizerSession(ModelFolder model, Device device = Device.Cpu)
    {
        (_graph, _threads) = (model.Graph, device == Device.Cuda ? 1 : Environment.ProcessorCount);
        if (!_graph.PredictsTokens) throw Throw.NoLikelihood(_graph.File);
        TokenCount = _graph.PatchNums.Sum(p => p * p);
        try
        {
            using var settings = ScoringSession.Settings(_graph, new ScoringOptions { Batch = Batch, Device = device });
            _session = new InferenceSession(HookedGraph.Build(_graph, [], [_graph.Prediction!.Tokens]).ToByteArray(), settings);
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.NoSession(_graph.File, Batch, e);
        }
    }

    /// <summary>L.</summary>
    public int TokenCount { get; }

    /// <summary>Each crop's tokens (L), which depend on no other crop.</summary>
    /// <param name="crops">(3, side, side) in [−1, 1] each.</param>
    public long[][] Tokens(IReadOnlyList<float[]> crops, CancellationToken cancellation = default)
    {
        var tokens = new long[crops.Count][];
        Parallel.For(0, (crops.Count + Batch - 1) / Batch, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation }, pass =>
        {
            var first = pass * Batch;
            var batch = Run([.. crops.Skip(first).Take(Batch).SelectMany(crop => crop)]);
            for (var i = first; i < Math.Min(first + Batch, crops.Count); i++)
                tokens[i] = batch[((i - first) * TokenCount)..((i - first + 1) * TokenCount)];
        });
        return tokens;
    }

    /// <summary>(up to batch, 3, side, side) → (batch, L)</summary>
    long[] Run(float[] pixels)
    {
        Array.Resize(ref pixels, Batch * 3 * _graph.Side * _graph.Side);
        try
        {
            using var run = new RunOptions();
            using var input = OrtValue.CreateTensorValueFromMemory(pixels, [Batch, 3, _graph.Side, _graph.Side]);
            using var outputs = _session.Run(run, new Dictionary<string, OrtValue> { [_graph.Pixels] = input }, [_graph.Prediction!.Tokens]);
            return outputs[0].GetTensorDataAsSpan<long>().ToArray();
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.RunFailed(_graph.File, Batch, e);
        }
    }

    public void Dispose() => _session.Dispose();
}
