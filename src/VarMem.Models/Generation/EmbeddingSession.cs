using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using VarMem.Models.Onnx.Exported;
using VarMem.Models.Onnx.Proto;
using VarMem.Models.Scoring;
using VarMem.Pipeline.Images;

namespace VarMem.Models.Generation;

/// <summary>
/// A model that makes vectors of pictures, by which they are compared: SSCD (Pizzi et al., arXiv 2202.10261) or any other as an ONNX file with
/// one input, float32 (b, 3, side, side) or (b, side, side, 3).
/// </summary>
public sealed class EmbeddingSession : IDisposable
{
    /// <summary>Pictures a run, where the file leaves it open. Fixed, since sums of another shape may be rounded in another way.</summary>
    const int OpenBatch = 8;

    readonly InferenceSession _session;
    readonly string _file, _pixels;
    readonly PixelInput _input;

    /// <param name="file">The ONNX file; its first output, flattened, is the embedding.</param>
    /// <param name="mean">Subtracted from each colour channel's v/255.</param>
    /// <param name="deviation">Divided by then.</param>
    /// <exception cref="ModelException">The file is no such model, or the runtime refuses it.</exception>
    public EmbeddingSession(string file, IReadOnlyList<float> mean, IReadOnlyList<float> deviation)
    {
        var (model, description) = OnnxReader.Read(file);
        var options = new OnnxFileOptions { Mean = mean, Deviation = deviation };
        (_file, _input) = (file, Input(model.Graph, file));
        _pixels = PixelSurgery.Apply(model.Graph, _input, options);
        model.IrVersion = Math.Max(model.IrVersion, OnnxFile.ConstantsAreNoInputs);
        Sha256 = description.Sha256;
        try
        {
            using var settings = ScoringSession.Settings(file, new ScoringOptions { Batch = Batch });
            _session = new InferenceSession(model.ToByteArray(), settings);
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.RuntimeRefuses(file, e);
        }
    }

    /// <summary>Of the file, in lower-case hex.</summary>
    public string Sha256 { get; }

    int Batch => _input.Batch ?? OpenBatch;

    /// <summary>The embedding of each picture.</summary>
    /// <param name="pictures">(3, side, side) in [−1, 1], resized to the model's side where they have another.</param>
    /// <param name="side">Theirs.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    public IReadOnlyList<float[]> Embed(IReadOnlyList<float[]> pictures, int side, CancellationToken cancellation = default)
    {
        var embeddings = new float[pictures.Count][];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, (pictures.Count + Batch - 1) / Batch, options, run =>
        {
            var first = run * Batch;
            var count = Math.Min(Batch, pictures.Count - first);
            var pixels = new float[Batch * 3 * _input.Side * _input.Side]; // what is not filled is grey
            for (var i = 0; i < count; i++)
                PixelPicture.Resize(pictures[first + i], side, _input.Side).CopyTo(pixels, i * 3 * _input.Side * _input.Side);
            Run(pixels, count).CopyTo(embeddings, first);
        });
        return embeddings;
    }

    float[][] Run(float[] pixels, int count)
    {
        try
        {
            using var run = new RunOptions();
            using var value = OrtValue.CreateTensorValueFromMemory(pixels, [Batch, 3, _input.Side, _input.Side]);
            using var outputs = _session.Run(run, new Dictionary<string, OrtValue> { [_pixels] = value }, [_session.OutputNames[0]]);
            var all = outputs[0].GetTensorDataAsSpan<float>();
            var length = all.Length / Batch;
            var embeddings = new float[count][];
            for (var i = 0; i < count; i++) embeddings[i] = all.Slice(i * length, length).ToArray();
            return embeddings;
        }
        catch (OnnxRuntimeException e)
        {
            throw Throw.RuntimeRefuses(_file, e);
        }
    }

    static PixelInput Input(GraphProto graph, string file)
    {
        if (PixelInput.Open(graph).ToArray() is not [var only]) throw Throw.NoEmbedding(file, PixelInput.Open(graph));
        if (only.Type?.TensorType?.Shape is { Dim.Count: 4 } shape && shape.Dim.Skip(1).Any(side => side.Fixed() is null)) throw Throw.NoEmbedding(file, [only]);
        return PixelInput.Of(graph, file, new OnnxFileOptions());
    }

    public void Dispose() => _session.Dispose();
}
