using System.Text.Json.Nodes;
using VarMem.Models;
using VarMem.Models.Generation;
using VarMem.Models.Var;

namespace VarMem.Tests.Models.Var;

/// <summary>Built models that are not whole, and folders of checkpoints.</summary>
public sealed class ModelFolderTest : IDisposable
{
    const string Build = "`varmem model build --vqvae FILE --var FILE --out DIR`.";

    readonly TempFolder _temp = new();

    public ModelFolderTest()
    {
        foreach (var file in Directory.GetFiles(EmojiModel.Folder.Path)) File.Copy(file, Built(Path.GetFileName(file)));
    }

    string Model => Path.Combine(_temp.Path, "built");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("model.onnx", "model.onnx")]
    [InlineData("weights.bin", "weights.bin")]
    [InlineData("model.json", "model.json of a built model")]
    public void Open_FileMissing(string file, string named)
    {
        Assert.True(ModelFolder.IsBuilt(Model));
        File.Delete(Built(file));
        Assert.False(ModelFolder.IsBuilt(Model));
        Assert.Equal($"{Model}: holds no {named}; make one with {Build}", OpenError());
    }

    [Theory]
    [InlineData("decoder.onnx"), InlineData("step.onnx")]
    public void Open_GraphOfGenerationMissing(string file)
    {
        File.Delete(Built(file));
        Assert.Equal($"{Model}: holds no {file}; make one with {Build}", OpenError());
    }

    [Theory]
    [InlineData("decoder.onnx"), InlineData("step.onnx")]
    public void Generate_GraphChangedByAByte(string file)
    {
        var bytes = File.ReadAllBytes(Built(file));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Built(file), bytes);
        Assert.Equal(
            $"{Model}: {file} is not the one that model.json describes (SHA-256 differs); build the model again.",
            Assert.Throws<ModelException>(() => new ImageGenerator(ModelFolder.Open(Model), new Sampling(), seed: 0)).Message);
    }

    [Fact]
    public void Open_WeightsCutOff()
    {
        var length = new FileInfo(Built("weights.bin")).Length;
        using (var file = File.OpenWrite(Built("weights.bin"))) file.SetLength(length - 1);
        Assert.Equal($"{Built("weights.bin")}: has {length - 1} bytes; model.json expects {length}; build the model again.", OpenError());
    }

    [Fact]
    public void Open_GraphChangedByAByte()
    {
        var bytes = File.ReadAllBytes(Built("model.onnx"));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Built("model.onnx"), bytes);
        Assert.Equal($"{Model}: model.onnx is not the one that model.json describes (SHA-256 differs); build the model again.", OpenError());
    }

    [Theory]
    [InlineData("hello"), InlineData("")]
    public void Open_GraphIsNoProtobuf(string content)
    {
        File.WriteAllText(Built("model.onnx"), content);
        Redescribe(json => json["graph_sha256"] = ModelFolder.Sha256(System.Text.Encoding.UTF8.GetBytes(content)));
        var message = OpenError();
        Assert.StartsWith($"{Built("model.onnx")}: is no ONNX graph (", message, StringComparison.Ordinal);
        Assert.EndsWith("); build the model again.", message, StringComparison.Ordinal);
    }

    /// <summary>Of the first, and of the last without generation.</summary>
    [Theory]
    [InlineData("graph_version"), InlineData("decoder_sha256")]
    public void Open_DescriptionOfAnEarlierVersion(string key)
    {
        Redescribe(json => json.Remove(key));
        Assert.True(ModelFolder.IsBuilt(Model));
        var message = OpenError();
        Assert.StartsWith($"{Built("model.json")}: is no valid description of a built model (", message, StringComparison.Ordinal);
        Assert.EndsWith("build the model again.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsBuilt_FactsBesideAGraph_AreNoModel()
    {
        File.Copy(Repository.File("models", "emoji", "model.json"), Built("model.json"), overwrite: true);
        Assert.False(ModelFolder.IsBuilt(Model));
    }

    [Fact]
    public void FindCheckpoints_KnowsThemByContent()
    {
        File.Copy(Repository.File("models", "emoji", "var.pth"), _temp.File("pair/a.pth"));
        File.Copy(Repository.File("models", "emoji", "vqvae.pth"), _temp.File("pair/b.pth"));
        var pair = Path.Combine(_temp.Path, "pair");
        Assert.Equal((_temp.File("pair/b.pth"), _temp.File("pair/a.pth")), ModelFolder.FindCheckpoints(pair));

        File.Copy(_temp.File("pair/a.pth"), _temp.File("pair/c.pth"));
        Assert.Equal(
            $"{pair}: holds several transformers: a.pth, c.pth; name the two meant with {Build}",
            Assert.Throws<ModelException>(() => ModelFolder.FindCheckpoints(pair)).Message);
    }

    string Built(string file) => _temp.File(Path.Combine("built", file));

    string OpenError() => Assert.Throws<ModelException>(() => ModelFolder.Open(Model)).Message;

    void Redescribe(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(Built("model.json")))!.AsObject();
        change(json);
        File.WriteAllText(Built("model.json"), json.ToJsonString());
    }
}
