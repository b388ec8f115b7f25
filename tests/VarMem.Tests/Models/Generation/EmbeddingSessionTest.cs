using Google.Protobuf;
using VarMem.Models;
using VarMem.Models.Generation;
using VarMem.Models.Onnx.Proto;
using VarMem.Pipeline.Images;
using VarMem.Tests.Models.Onnx.Exported;

namespace VarMem.Tests.Models.Generation;

/// <summary>Embeddings are the network's own output on pictures of its side and layout, and other networks are refused.</summary>
public sealed class EmbeddingSessionTest : IDisposable
{
    static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f];

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(8)]
    [InlineData(20)] // resized
    public void Embed_ChannelsFirst_IsTheOutput(int side) => RequireOutput(OnnxNetworks.Convolutions(), "logits", side, channelsLast: false);

    [Fact]
    public void Embed_ChannelsLast_IsTheOutput() => RequireOutput(OnnxNetworks.ChannelsLast(), OnnxNetworks.ChannelsLast().Graph.Output[0].Name, 8, channelsLast: true);

    void RequireOutput(ModelProto model, string output, int side, bool channelsLast)
    {
        var file = Write(model);
        float[][] pictures = [.. PlainRun.Pixels(11, side).Chunk(3 * side * side)];
        using var session = new EmbeddingSession(file, Mean, Deviation);
        var embeddings = session.Embed(pictures, side);

        for (var i = 0; i < pictures.Length; i++)
        {
            var pixels = PixelPicture.Resize(pictures[i], side, 8).Select((value, at) => ((value + 1) / 2 - Mean[at / 64]) / Deviation[at / 64]).ToArray();
            var plain = PlainRun.Of(file, channelsLast ? PlainRun.ChannelsLast(pixels, 64) : pixels, channelsLast ? [1, 8, 8, 3] : [1, 3, 8, 8], output)[output];
            PlainRun.RequireClose([.. plain.Values.Select(value => (double)value)], embeddings[i], 1e-4);
        }
        Assert.Equal(embeddings[9], session.Embed([pictures[9]], side)[0]); // whatever stands beside it
    }

    [Fact]
    public void Open_OtherInputs_SaysWhatIsExpected()
    {
        var file = Write(OnnxNetworks.Convolutions(), shape => shape[2].DimParam = "height");
        Assert.Equal(
            $"{file}: takes image, float32 (N, 3, height, 8); expected one input for pictures, float32 (b, 3, side, side) or (b, side, side, 3), with its side in the file.",
            Error(file));
        file = Write(OnnxNetworks.Convolutions(), shape => shape[1].DimValue = 4);
        Assert.Equal($"{file}: input image is float32 (N, 4, 8, 8); expected pixels, float32 (b, 3, h, w) or (b, h, w, 3).", Error(file));
        file = Write(OnnxNetworks.Convolutions(), shape => shape[2].DimValue = 9);
        Assert.Equal($"{file}: input image is float32 (N, 3, 9, 8); expected square pictures.", Error(file));
        var two = OnnxNetworks.Convolutions();
        two.Graph.Input.Add(new ValueInfoProto(two.Graph.Input[0]) { Name = "mask" });
        Assert.StartsWith($"{Write(two)}: takes image, float32 (N, 3, 8, 8), mask, float32 (N, 3, 8, 8); expected one input", Error(Write(two)), StringComparison.Ordinal);
    }

    string Write(ModelProto model, Action<IList<TensorShapeProto.Types.Dimension>>? change = null)
    {
        change?.Invoke(model.Graph.Input[0].Type.TensorType.Shape.Dim);
        return _folder.Write("embed.onnx", model.ToByteArray());
    }

    static string Error(string file) => Assert.Throws<ModelException>(() => new EmbeddingSession(file, Mean, Deviation)).Message;
}
