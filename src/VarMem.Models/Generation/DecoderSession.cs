using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx;
using VarMem.Models.Scoring;
using VarMem.Models.Var;

namespace VarMem.Models.Generation;

/// <summary>What follows from tokens alone: the pixels, or what the transformer sees of them. May run on several threads.</summary>
sealed class DecoderSession : IDisposable
{
    readonly InferenceSession _session;
    readonly string _output;
    readonly string _file;
    readonly int _batch, _tokens;

    /// <param name="model">A model that can generate.</param>
    /// <param name="output"><see cref="DecoderGraph.Reconstruction"/> or <see cref="ModelBuilder.TransformerInput"/>.</param>
    /// <param name="batch">Images a run.</param>
    /// <param name="device">What it runs on.</param>
    /// <exception cref="ModelException">The model holds no decoder, or the runtime refuses it.</exception>
    public DecoderSession(ModelFolder model, string output, int batch, Device device = Device.Cpu)
    {
        (_output, _batch, _file) = (output, batch, Path.Combine(model.Path, ModelFolder.DecoderFile));
        var decoder = model.ReadDecoder();
        HookedGraph.Keep(decoder.Graph.Output, value => value.Name == output);
        HookedGraph.Prune(decoder.Graph);
        _tokens = model.Description.Transformer!.Architecture.TokenCount;
        try
        {
            using var settings = ScoringSession.Settings(model.Graph, new ScoringOptions { Batch = batch, Device = device });
            _session = new InferenceSession(decoder.ToByteArray(), settings);
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.CannotGenerate(_file, e);
        }
    }

    /// <summary>tokens (batch, L) → the output's values.</summary>
    public float[] Run(long[] tokens)
    {
        try
        {
            using var run = new RunOptions();
            using var input = OrtValue.CreateTensorValueFromMemory(tokens, [_batch, _tokens]);
            using var outputs = _session.Run(run, new Dictionary<string, OrtValue> { [ModelBuilder.Tokens] = input }, [_output]);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.CannotGenerate(_file, e);
        }
    }

    public void Dispose() => _session.Dispose();
}
