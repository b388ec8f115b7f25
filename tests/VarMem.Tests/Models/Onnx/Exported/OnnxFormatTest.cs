using System.Runtime.InteropServices;
using Google.Protobuf;
using VarMem.Models.Onnx;
using VarMem.Models.Onnx.Exported;
using VarMem.Models.Onnx.Proto;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Tests.Models.Onnx.Exported;

/// <summary>What the format allows beside the usual: every file that ONNX Runtime runs is measured as it is.</summary>
public sealed class OnnxFormatTest : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(18)] // axes of ReduceMean are an input since
    [InlineData(21)]
    public void Open_AnyOpset(int opset)
    {
        var model = OnnxNetworks.Convolutions();
        model.OpsetImport[0].Version = opset;
        RequireMu(model.ToByteArray(), "/layer1/layer1.0/act/Relu_output_0");
    }

    [Fact]
    public void Open_InitializersThatAreInputs()
    {
        var model = OnnxNetworks.Convolutions();
        (model.IrVersion, model.OpsetImport[0].Version) = (3, 8);
        foreach (var tensor in model.Graph.Initializer)
        {
            var input = GraphBuilder.Describe(tensor.Name, (DataType)tensor.DataType, [.. tensor.Dims.Skip(1)]);
            input.Type.TensorType.Shape.Dim[0].DimValue = tensor.Dims[0];
            model.Graph.Input.Add(input);
        }
        RequireMu(model.ToByteArray(), "logits");
    }

    [Fact]
    public void Open_Function()
    {
        var model = OnnxNetworks.Convolutions();
        model.Graph.Node[1].MergeFrom(new NodeProto { OpType = "Doubled", Domain = "mine" });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "mine", Version = 1 });
        var body = new NodeProto { OpType = "Add", Input = { "a", "a" }, Output = { "b" } };
        var function = (byte[])
        [
            .. Field(1, "Doubled"u8), .. Field(4, "a"u8), .. Field(5, "b"u8), .. Field(7, body.ToByteArray()),
            .. Field(9, model.OpsetImport[0].ToByteArray()), .. Field(10, "mine"u8),
        ];
        RequireMu([.. model.ToByteArray(), .. Field(25, function)], "/layer1/layer1.0/act/Relu_output_0");
    }

    [Fact]
    public void Open_SparseInitializerAndQuantizationAnnotation()
    {
        var model = OnnxNetworks.Convolutions();
        var weight = model.Graph.Initializer.Single(tensor => tensor.Name == "b2");
        model.Graph.Initializer.Remove(weight);
        var values = GraphBuilder.Inline("b2", DataType.Float, MemoryMarshal.AsBytes<float>([2f, -3f]), [2]);
        var indices = GraphBuilder.Inline("", DataType.Int64, MemoryMarshal.AsBytes<long>([1, 7]), [2]);
        var sparse = (byte[])[.. Field(1, values.ToByteArray()), .. Field(2, indices.ToByteArray()), 3 << 3, 10];
        RequireMu(
            [.. model.ToByteArray(), .. Field(7, Field(15, sparse)), .. Field(7, Field(14, Field(1, "logits"u8)))],
            "/layer1/layer1.1/conv2/Conv_output_0");
    }

    [Fact]
    public void Open_Float16_MeasuresInFloat32()
    {
        var model = OnnxNetworks.Build(g =>
        {
            var x = g.Op("Cast", "half", [g.Input(OnnxNetworks.Pixels, DataType.Float, 3, 8, 8)], ("to", (int)DataType.Float16));
            g.Output(g.Op("Cast", "single", [g.Reshape(x, "flat", 0, 192)], ("to", (int)DataType.Float)), DataType.Float, 192);
        });
        var graph = OnnxFile.Open(_folder.Write("half.onnx", model), new OnnxFileOptions());
        Assert.Equal([("half", false), ("flat", false), ("single", true)], graph.Hooks.Select(hook => (hook.Name, hook.IsFloat32)));
        var pixels = PlainRun.Pixels(2, 8);
        var hooked = PlainRun.Hooked(graph, pixels, 2, graph.Hooks);
        Assert.Equal(pixels.Select(pixel => (float)(Half)MathF.Abs(pixel)), hooked["flat"]);
        Assert.Equal(hooked["flat"], hooked["single"]);
        for (var c = 0; c < 6; c++) Assert.Equal(hooked["flat"].Skip(c * 64).Take(64).Average(), hooked["half"][c], 1e-6f);
    }

    [Fact]
    public void Open_NamesThatTheSurgeryWouldUse()
    {
        var model = OnnxNetworks.Convolutions();
        var relu = model.Graph.Node[1];
        var abs = relu.Clone();
        (relu.OpType, relu.Output[0]) = ("Abs", $"{relu.Input[0]}/abs");
        (abs.Name, abs.Input[0]) = ("logits/abs", relu.Output[0]);
        model.Graph.Node.Insert(2, abs);
        model.Graph.Node[3].Name = "shape_0_10";
        RequireMu(model.ToByteArray(), "/layer1/layer1.0/conv1/Conv_output_0");
    }

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("deep/er/weights.bin")]
    public void Open_ExternalData(string location)
    {
        RequireMu(External(location).ToByteArray(), "/layer1/layer1.1/conv2/Conv_output_0");
        var description = OnnxFile.Open(_folder.File("net.onnx"), new OnnxFileOptions()).Description!;
        Assert.Equal([_folder.File(location)], description.ExternalFiles);
        Assert.Equal(Sha256(File.ReadAllBytes(_folder.File(location))), description.HashExternalFiles());
        Assert.Equal(Sha256(File.ReadAllBytes(_folder.File("net.onnx"))), description.Sha256);
        Assert.Equal(6 * 27 + 6 + 10 * 54 + 10 + 10 * 4 + 4, description.Parameters);
    }

    /// <summary>The weights of its convolutions in one file in the folder.</summary>
    ModelProto External(string location)
    {
        var model = OnnxNetworks.Convolutions();
        using var stream = File.Create(_folder.File(location));
        foreach (var tensor in model.Graph.Initializer.Where(tensor => tensor.Dims.Count == 4))
        {
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{stream.Position}" });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{tensor.RawData.Length}" });
            tensor.RawData.WriteTo(stream);
            tensor.ClearRawData();
            tensor.DataLocation = DataLocation.External;
        }
        return model;
    }

    static string Sha256(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    /// <summary>A field of a protobuf message that onnx.proto does not name.</summary>
    static byte[] Field(int number, ReadOnlySpan<byte> content)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(content));
        output.Flush();
        return stream.ToArray();
    }

    void RequireMu(byte[] model, string layer)
    {
        var graph = OnnxFile.Open(_folder.Write("net.onnx", model), new OnnxFileOptions());
        var pixels = PlainRun.Pixels(2, 8);
        var plain = PlainRun.Of(graph.File, pixels, [2, 3, 8, 8], layer);
        var hooked = PlainRun.Hooked(graph, pixels, 2, [graph.Hooks.Single(hook => hook.Name == layer)]);
        PlainRun.RequireClose(plain[layer].Mu(2, 1), hooked[layer]);
        PlainRun.Hooked(graph, pixels, 2, graph.Hooks); // all at once are possible, too
    }

    public void Dispose() => _folder.Dispose();
}
