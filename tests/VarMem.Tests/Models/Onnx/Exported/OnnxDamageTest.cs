using Google.Protobuf;
using VarMem.Models;
using VarMem.Models.Onnx.Exported;
using VarMem.Models.Onnx.Proto;
using static VarMem.Models.Onnx.Proto.TensorProto.Types;

namespace VarMem.Tests.Models.Onnx.Exported;

/// <summary>Files that are no ONNX network, or a damaged or hostile one.</summary>
public sealed class OnnxDamageTest : IDisposable
{
    const string Outside = "outside of the file's own folder, and was not read; expected a path from that folder, without '..'.";

    readonly TempFolder _folder = new();

    [Fact]
    public void Open_Missing()
    {
        _folder.Write("other.onnx", "");
        var file = _folder.File("net.onnx");
        Assert.Equal($"{file}: no such file; expected an ONNX file; the folder holds other.onnx.", Error(file));
        Assert.Equal($"{_folder.Path}: is a folder; expected the ONNX file itself; the folder holds other.onnx.", Error(_folder.Path));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:1234\n", null)]
    [InlineData("\u0008\u0008", "it holds no graph")]
    public void Open_NoOnnx(string content, string? reason)
    {
        var message = Error(_folder.Write("net.onnx", content));
        Assert.StartsWith($"{_folder.File("net.onnx")}: is no ONNX file, or cut off ({reason}", message, StringComparison.Ordinal);
    }

    /// <summary>Wherever the file is cut off, the error is one of ours.</summary>
    [Fact]
    public void Open_CutOff()
    {
        var bytes = OnnxNetworks.Convolutions().ToByteArray();
        for (var length = 1; length < bytes.Length; length += 97)
            Assert.StartsWith($"{_folder.File("net.onnx")}: ", Error(_folder.Write("net.onnx", bytes[..length])), StringComparison.Ordinal);
    }

    /// <summary>Whatever byte changes, the file opens or the error is one of ours.</summary>
    [Fact]
    public void Open_ByteChanged()
    {
        var (bytes, random) = (OnnxNetworks.Tokens().ToByteArray(), new Random(11));
        for (var i = 0; i < 150; i++)
        {
            var changed = bytes.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            _folder.Write("net.onnx", changed);
            Assert.True(Record.Exception(() => OnnxFile.Open(_folder.File("net.onnx"), new OnnxFileOptions())) is null or ModelException);
        }
    }

    [Fact]
    public void Open_OldOpset()
    {
        var model = OnnxNetworks.Convolutions();
        model.OpsetImport[0].Version = 6;
        Assert.Equal(
            "uses opset 6; ONNX Runtime runs 7 and later. Export it again, or convert it with onnx.version_converter.", Error(model));
    }

    [Fact]
    public void Open_UnknownOperation()
    {
        var model = OnnxNetworks.Convolutions();
        model.Graph.Node[1].OpType = "Foo";
        Assert.StartsWith("ONNX Runtime cannot run it (", Error(model), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Circle()
    {
        var model = OnnxNetworks.Tokens();
        model.Graph.Node.Single(node => node.Name == "/blocks/blocks.0/mlp/act/Relu").Input[0] = "/blocks/blocks.0/Add_output_0";
        Assert.StartsWith(
            "is damaged: nodes need each other's outputs in a circle, among them /blocks/blocks.0/mlp/act/Relu, ",
            Error(model), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../weights.bin", $"is said to lie in '../weights.bin', {Outside}")]
    [InlineData("a\\..\\..\\x", $"is said to lie in 'a\\..\\..\\x', {Outside}")]
    [InlineData("/etc/hostname", $"is said to lie in '/etc/hostname', {Outside}")]
    [InlineData("", $"is said to lie in '', {Outside}")]
    [InlineData("*/_ORT_MEM_ADDR_/*", "lies in */_ORT_MEM_ADDR_/*, which is not in the file's folder; copy it there.")]
    [InlineData("gone.bin", "lies in gone.bin, which is not in the file's folder; copy it there.")]
    [InlineData("short.bin", "does not fit in short.bin, which has 5 bytes; copy or download it again.")]
    public void Open_ExternalData(string location, string message)
    {
        _folder.Write("short.bin", "short");
        Assert.Equal($"tensor w1 {message}", Error(External(location)));
    }

    /// <summary>A tensor inside of a branch counts as well.</summary>
    [Fact]
    public void Open_ExternalDataOfABranch()
    {
        var model = OnnxNetworks.Branches();
        var hidden = new TensorProto { Name = "hidden", DataLocation = DataLocation.External };
        hidden.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/hostname" });
        model.Graph.Node.Single(node => node.OpType == "If").Attribute[0].G.Initializer.Add(hidden);
        Assert.StartsWith("tensor hidden is said to lie in '/etc/hostname'", Error(model), StringComparison.Ordinal);
    }

    static ModelProto External(string location)
    {
        var model = OnnxNetworks.Convolutions();
        var tensor = model.Graph.Initializer.Single(tensor => tensor.Name == "w1");
        tensor.DataLocation = DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{tensor.RawData.Length}" });
        return model;
    }

    /// <summary>The message without the file's name in front.</summary>
    string Error(ModelProto model) => Error(_folder.Write("net.onnx", model))[$"{_folder.File("net.onnx")}: ".Length..];

    static string Error(string file) => Assert.Throws<ModelException>(() => OnnxFile.Open(file, new OnnxFileOptions())).Message;

    public void Dispose() => _folder.Dispose();
}
