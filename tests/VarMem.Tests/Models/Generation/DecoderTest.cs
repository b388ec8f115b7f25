using VarMem.Models;
using VarMem.Models.Generation;
using VarMem.Models.Onnx.Proto;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;
using VarMem.Tests.Models.Var;

namespace VarMem.Tests.Models.Generation;

/// <summary>The way from tokens back to pixels, against the published PyTorch implementation.</summary>
public sealed class DecoderTest : IDisposable
{
    readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(DecoderGraph.Reconstruction, "reconstruction_first2.npy", 2, 1e-3)]
    [InlineData(ModelBuilder.TransformerInput, "var_input.npy", 128, 1e-5)]
    public void Values_AreTheReferences(string output, string reference, int crops, double tolerance)
    {
        using var session = new DecoderSession(EmojiModel.Folder, output, crops);
        var expected = EmojiModel.Reference<float>(reference).Values;
        var found = session.Run(EmojiTwin.ReferenceTokens[..(crops * EmojiTwin.Tokens)]);
        Assert.Equal(expected.Length, found.Length);
        Assert.InRange(expected.Zip(found, (a, b) => Math.Abs(a - b)).Max(), 0, tolerance);
    }

    [Fact]
    public void Weights_OfAllGraphs_AreInTheFileOnce()
    {
        var graphs = new[] { EmojiModel.Folder.Graph.Model, EmojiModel.Folder.ReadDecoder(), EmojiModel.Folder.ReadStep() };
        var tensors = graphs.SelectMany(graph => graph.Graph.Initializer).Where(tensor => tensor.ExternalData.Count > 0).ToArray();
        var places = tensors.GroupBy(Offset).ToDictionary(place => place.Key, place => place.Select(tensor => tensor.Name).ToHashSet());
        Assert.Equal(3, tensors.Count(tensor => tensor.Name == "quantize.embedding.weight") + tensors.Count(tensor => tensor.Name == "blocks.0.ffn.fc1.weight") - 1);
        Assert.Single(places.Values, names => names.Contains("quantize.embedding.weight"));
        Assert.Single(places.Values, names => names.Contains("blocks.0.ffn.fc1.weight"));

        static string Offset(TensorProto tensor) => tensor.ExternalData.Single(entry => entry.Key == "offset").Value;
    }

    [Fact]
    public void Build_WithoutDecoder_SaysSoWhenItIsToGenerate()
    {
        var (vqvae, var) = new MadeUpPair().Write(_temp.Path);
        var built = ModelBuilder.Build(vqvae, var, Path.Combine(_temp.Path, "built"), new ModelFacts());
        Assert.Equal(
            $"{built.Path}: cannot make pictures of tokens, since vqvae.safetensors held no decoder (decoder.* and post_quant_conv); "
            + "build the model from a tokenizer's whole checkpoint.",
            Assert.Throws<ModelException>(() => new ImageGenerator(built, new Sampling(), seed: 0)).Message);
    }

    [Fact]
    public void Build_OverAModelThatGenerates_LeavesNoOldGraphs()
    {
        var folder = Path.Combine(_temp.Path, "built");
        var whole = new MadeUpPair();
        whole.Vqvae.Clear();
        whole.Vqvae.AddRange(MadeUpPair.Small.TokenizerTensors);
        Build(whole);
        Assert.True(File.Exists(Path.Combine(folder, ModelFolder.DecoderFile)) && File.Exists(Path.Combine(folder, ModelFolder.StepFile)));
        Build(new MadeUpPair());
        Assert.Equal(["model.json", "model.onnx", "weights.bin"], Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order());

        void Build(MadeUpPair pair)
        {
            var (vqvae, var) = pair.Write(_temp.Path);
            ModelBuilder.Build(vqvae, var, folder, new ModelFacts());
        }
    }

    [Fact]
    public void Build_DecoderOfAnotherShape_IsRefused()
    {
        var pair = new MadeUpPair();
        pair.Vqvae.Clear();
        pair.Vqvae.AddRange(MadeUpPair.Small.TokenizerTensors);
        pair.Reshape("decoder.up.0.block.1.conv1.weight", 64, 32, 3, 3);
        var (vqvae, var) = pair.Write(_temp.Path);
        var message = Assert.Throws<ModelException>(
            () => ModelBuilder.Build(vqvae, var, Path.Combine(_temp.Path, "built"), new ModelFacts())).Message;
        Assert.StartsWith($"{vqvae}: tensor decoder.up.0.block.1.conv1.weight", message, StringComparison.Ordinal);
        Assert.EndsWith("does not fit the others; expected the shape (32, 32, 3, 3).", message, StringComparison.Ordinal);
    }
}
