using VarMem.Models;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Exported;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;
using Dimension = VarMem.Models.Onnx.Proto.TensorShapeProto.Types.Dimension;

namespace VarMem.Tests.Models.Onnx.Exported;

/// <summary>How pixels go in: normalisation, layout, side and batch.</summary>
public sealed class OnnxInputTest : IDisposable
{
    static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f];

    readonly TempFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_MeanAndDeviation_NormaliseBytes(bool channelsLast)
    {
        var file = _folder.Write("net.onnx", channelsLast ? OnnxNetworks.ChannelsLast() : OnnxNetworks.Convolutions());
        var graph = OnnxFile.Open(file, new OnnxFileOptions { Mean = Mean, Deviation = Deviation });

        // What a user of the network does with 8-bit pictures, against what the pipeline delivers of the same.
        var bytes = new byte[2 * 3 * 64];
        new Random(3).NextBytes(bytes);
        float[] pixels = [.. bytes.Select(v => v / 127.5f - 1)];
        float[] normalised = [.. bytes.Select((v, i) => (v / 255f - Mean[i / 64 % 3]) / Deviation[i / 64 % 3])];
        if (channelsLast) normalised = PlainRun.ChannelsLast(normalised, 64);

        var layer = channelsLast ? "model/conv/Conv2D:0" : "/layer1/layer1.0/conv1/Conv_output_0";
        var plain = PlainRun.Of(file, normalised, channelsLast ? [2, 8, 8, 3] : [2, 3, 8, 8], layer);
        var hooked = PlainRun.Hooked(graph, pixels, 2, [graph.Hooks.Single(hook => hook.Name == layer)]);
        PlainRun.RequireClose(plain[layer].Mu(2, 1), hooked[layer]);
    }

    [Theory]
    [InlineData("N 3 8 8", null, 8, null)]
    [InlineData("5 3 8 8", 8, 8, 5)]
    [InlineData("? 3 h w", 16, 16, null)]
    [InlineData("0 3 -1 8", null, 8, null)]
    [InlineData("batch channels height width", 12, 12, null)]
    [InlineData("N 8 8 3", null, 8, null)]
    [InlineData("N h w 3", 4, 4, null)]
    [InlineData("N 3 3 3", null, 3, null)]
    public void Open_Sides(string shape, int? imageSize, int side, int? batch)
    {
        var graph = OnnxFile.Open(Input(shape), new OnnxFileOptions { ImageSize = imageSize });
        Assert.Equal((side, batch), (graph.Side, graph.FixedBatch));
    }

    [Theory]
    [InlineData("N 4 8 8", null, "is float32 (N, 4, 8, 8); expected pixels, float32 (b, 3, h, w) or (b, h, w, 3).")]
    [InlineData("N 3 8", null, "is float32 (N, 3, 8); expected pixels, float32 (b, 3, h, w) or (b, h, w, 3).")]
    [InlineData("N 3 8 6", null, "is float32 (N, 3, 8, 6); expected square pictures.")]
    [InlineData("N 3 8 8", 16, "is float32 (N, 3, 8, 8), so its pictures have the side 8; --image-size says 16.")]
    [InlineData("N 3 h ?", null, "is float32 (N, 3, h, ?), which leaves the side of the pictures open; name it with --image-size N.")]
    [InlineData("64 3 2000 2000", null, "is float32 (64, 3, 2000, 2000); a batch of pixels that has more than 268435456 values is not run.")]
    public void Open_SidesThatDoNotFit(string shape, int? imageSize, string message) =>
        Fails($"input image {message}", Input(shape), new OnnxFileOptions { ImageSize = imageSize });

    [Fact]
    public void Open_BytesAsInput_IsRefused() => Fails(
        "input image is uint8 (batch, 3, 8, 8); expected pixels, float32 (b, 3, h, w) or (b, h, w, 3).",
        _folder.Write("net.onnx", OnnxNetworks.Build(g => g.Output(
            g.Op("Cast", "x", [g.Input(OnnxNetworks.Pixels, (DataType)2, 3, 8, 8)], ("to", 1)), DataType.Float, 3, 8, 8))),
        new OnnxFileOptions());

    [Fact]
    public void Open_SeveralInputs()
    {
        var file = _folder.Write("net.onnx", OnnxNetworks.Build(g =>
        {
            var image = g.Op("Relu", "vision", [g.Input("pixel_values", DataType.Float, 3, 8, 8)]);
            var text = g.Op("Cast", "text", [g.Input("input_ids", DataType.Int64, 192)], ("to", 1));
            g.Output(g.Add(g.Op("Flatten", "pooled", [image]), text, "similarity"), DataType.Float, 192);
        }));
        Fails("expected one input for the pixels; found pixel_values, input_ids. Name it with --input NAME.", file, new OnnxFileOptions());
        Fails("has no input pixels; nearest: pixel_values, input_ids.", file, new OnnxFileOptions { Input = "pixels" });

        var graph = OnnxFile.Open(file, new OnnxFileOptions { Input = "pixel_values" });
        Assert.Equal(["vision", "pooled"], graph.Hooks.Select(hook => hook.Name));
        Assert.Equal(6, PlainRun.Hooked(graph, PlainRun.Pixels(2, 8), 2, [graph.Hooks[0]])["vision"].Length);
        Assert.Equal(
            "hook pattern similarity matches no layer that can be hooked: similarity needs the input input_ids, which has no default.",
            Assert.Throws<ModelException>(() => HookPattern.Select(graph, ["similarity"])).Message);
    }

    /// <summary>The batch is open in the input, but a Reshape behind it is not.</summary>
    [Fact]
    public void Open_BatchThatOnlyTheInputLeavesOpen_IsFixed()
    {
        var model = OnnxNetworks.Build(g => g.Output(
            g.Reshape(g.Input(OnnxNetworks.Pixels, DataType.Float, 3, 8, 8), "flat", 1, 192), DataType.Float, 192));
        var graph = OnnxFile.Open(_folder.Write("net.onnx", model), new OnnxFileOptions());
        Assert.Equal(1, graph.FixedBatch);
        Assert.Equal(["flat"], graph.Hooks.Select(hook => hook.Name));
        Assert.Equal(
            $"{graph.File}: takes batches of 1 and no other; a batch of 2 was asked for.",
            Assert.Throws<ModelException>(() => PlainRun.Hooked(graph, [], 2, graph.Hooks)).Message);
    }

    /// <summary>A network that takes pixels of this shape: numbers, names, or ? for a side of which nothing is said.</summary>
    string Input(string shape)
    {
        var model = OnnxNetworks.Build(g => g.Output(g.Op("Relu", "out", [g.Input(OnnxNetworks.Pixels, DataType.Float)]), DataType.Float));
        var sides = model.Graph.Input[0].Type.TensorType.Shape.Dim;
        sides.Clear();
        foreach (var side in shape.Split(' '))
        {
            var (isNumber, size) = (int.TryParse(side, out var n), new Dimension());
            if (isNumber) size.DimValue = n;
            else if (side != "?") size.DimParam = side;
            sides.Add(size);
        }
        model.Graph.Output[0].Type.TensorType.Shape = null;
        return _folder.Write("net.onnx", model);
    }

    static void Fails(string message, string file, OnnxFileOptions options) =>
        Assert.Equal($"{file}: {message}", Assert.Throws<ModelException>(() => OnnxFile.Open(file, options)).Message);

    public void Dispose() => _folder.Dispose();
}
