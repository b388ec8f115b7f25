using VarMem.Models;
using VarMem.Models.Checkpoints;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

public sealed class UntrainedModelTest : IDisposable
{
    /// <summary>Of the emoji model's, seed 0; on every machine.</summary>
    const string Sha256 = "e231001314c9d2d0b2f46f83e792da8dd1cee416de22a7661fb54fb4d79a183c";

    static readonly string Vqvae = Repository.File("models", "emoji", "vqvae.pth"), Var = Repository.File("models", "emoji", "var.pth");

    readonly TempFolder _temp = new();

    string Untrained => Path.Combine(_temp.Path, "untrained");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Write_SameSeed_SameBytes()
    {
        var description = Write(seed: 0);
        Assert.Equal(Sha256, description.Transformer!.Sha256);
        Assert.Equal(["model.json", "var.safetensors", "vqvae.pth"], Files());
        Assert.Equal(File.ReadAllBytes(Vqvae), File.ReadAllBytes(Path.Combine(Untrained, "vqvae.pth")));
        Assert.NotEqual(Sha256, Write(seed: 1).Transformer!.Sha256);
        Assert.Equal(Sha256, Write(seed: 0).Transformer!.Sha256);
    }

    [Fact]
    public void Write_OtherSeed_ChangesEveryTensorDrawn()
    {
        var architecture = Write(seed: 0).Transformer!.Architecture;
        using var var = Open();
        foreach (var (name, tensor) in var.Tensors.Where(pair => pair.Key.EndsWith("weight", StringComparison.Ordinal)))
        {
            var (zero, one) = (var.ReadFloats(name), PublishedInitialisation.Values(architecture, name, (int)tensor.Count, seed: 1));
            Assert.InRange(zero.Zip(one).Count(pair => pair.First == pair.Second), 0, zero.Length / 1000);
        }
    }

    /// <summary>The facts go along, so that the folder is run as the trained model is.</summary>
    [Fact]
    public void Write_IsTheTrainedModelButForItsWeights()
    {
        var (trained, untrained) = (EmojiModel.Folder.Description, Write(seed: 0));
        Assert.Equal(
            ModelDescription.Line(trained with { Transformer = null, GraphSha256 = "", DecoderSha256 = null, StepSha256 = null, WeightsBytes = 0 }),
            ModelDescription.Line(untrained with { Transformer = null, GraphSha256 = "", WeightsBytes = 0 }));
        Assert.Equal(ModelDescription.Line(trained.Transformer!.Architecture), ModelDescription.Line(untrained.Transformer!.Architecture));
        Assert.Equal(trained.Transformer.Parameters, untrained.Transformer.Parameters);
        using var var = Open();
        Assert.Equal(trained.Transformer.Sha256, var.Metadata["untrained_of"]);
    }

    /// <summary>The graph runs, and no unit is silent or without bounds.</summary>
    [Fact]
    public void Build_Emoji_HasFiniteMeans() => RequireFinite(Write(seed: 0));

    [Fact]
    public void Build_HeadsByOption_ComeThrough()
    {
        var model = SmallModels.All["FiveLevels"];
        model = model with { Transformer = model.Transformer with { SharedAdaLn = true } };
        var (vqvae, var) = model.WriteTorch(_temp.Path);
        Assert.EndsWith(
            "; name their number with --heads, or heads in model.json.",
            Assert.Throws<ModelException>(() => UntrainedModel.Write(vqvae, var, Untrained, new ModelFacts(), 0)).Message,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Untrained));

        var description = UntrainedModel.Write(vqvae, var, Untrained, new ModelFacts { Heads = 3 }, 0);
        Assert.Equal(ModelDescription.Line(model.Transformer), ModelDescription.Line(description.Transformer!.Architecture));
        RequireFinite(description);
    }

    [Fact]
    public void Build_ScalesByOption_ComeThrough()
    {
        var pair = new MadeUpPair();
        pair.Remove("lvl_1L");
        var (vqvae, var) = pair.Write(_temp.Path);
        RequireFinite(UntrainedModel.Write(vqvae, var, Untrained, new ModelFacts { PatchNums = [1, 2, 3] }, 0));
    }

    [Theory]
    [InlineData("blocks.1.attn.k_norm.weight",
        "for which VAR has no place beside its other tensors; expected the published architecture, "
        + "since a graph without it would be another model.")]
    [InlineData("register_tokens", "which the published initialisation does not know; expected the published code's alone.")]
    public void Write_UnknownTensor_IsRefused(string name, string message)
    {
        var pair = new MadeUpPair();
        pair.Var.Add(new(name, [16], 0, 1));
        var (vqvae, var) = pair.Write(_temp.Path);
        Assert.Equal(
            $"{var}: holds tensor {name}, {message}",
            Assert.Throws<ModelException>(() => UntrainedModel.Write(vqvae, var, Untrained, new ModelFacts(), 0)).Message);
        Assert.False(Directory.Exists(Untrained));
    }

    [Fact]
    public void Write_FloatsOfAnyKind_BecomeFloat32()
    {
        var vqvae = MadeUpFile.WriteSafetensors(_temp.File("vqvae.safetensors"), MadeUpPair.Small.TokenizerTensors);
        var halves = MadeUpFile.WriteSafetensors(
            _temp.File("half.safetensors"), MadeUpPair.Small.TransformerTensors, floats: ElementType.Float16);
        UntrainedModel.Write(vqvae, halves, Untrained, new ModelFacts(), 0);
        using var var = Open();
        foreach (var (name, tensor) in var.Tensors)
            Assert.Equal(name == "lvl_1L" ? ElementType.Int64 : ElementType.Float32, tensor.ElementType);
    }

    [Fact]
    public void Write_Stopped_LeavesTheEarlierModel()
    {
        Write(seed: 0);
        var before = Files();
        Assert.Throws<OperationCanceledException>(() =>
            UntrainedModel.Write(Vqvae, Var, Untrained, ModelFacts.Beside(Var), 1, new CancellationToken(canceled: true)));
        Assert.Equal(before, Files());
        Assert.Equal(Sha256, Checkpointed());
    }

    /// <summary>What a writing left that was killed is no hindrance, wherever it was killed.</summary>
    [Theory]
    [InlineData(".writing/var.safetensors")]
    [InlineData(".writing/var.safetensors", "var.safetensors")]
    [InlineData("var.safetensors", "model.json")]
    public void Write_AfterAKill(params string[] left)
    {
        Write(seed: 0);
        foreach (var file in left.Where(file => file.StartsWith('.'))) File.WriteAllText(_temp.File($"untrained/{file}"), "half");
        foreach (var file in Files().Except(left).Where(file => file != ".writing")) File.Delete(Path.Combine(Untrained, file));
        Write(seed: 0);
        Assert.Equal(["model.json", "var.safetensors", "vqvae.pth"], Files());
        Assert.Equal(Sha256, Checkpointed());
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("var.safetensors", "var.safetensors, vqvae.safetensors")]
    public void Write_FolderInUse_IsRefused(string file, string? found = null)
    {
        if (found is null) _temp.Write($"untrained/{file}", "hello");
        else
        {
            Directory.CreateDirectory(Untrained);
            new MadeUpPair().Write(Untrained); // by the same names, but trained
        }
        var before = File.ReadAllBytes(Path.Combine(Untrained, file));
        Assert.Equal(
            $"{Untrained}: holds {found ?? file}; "
            + "expected an empty folder, one that is not there yet, or an untrained model to be written anew.",
            Assert.Throws<ModelException>(() => Write(seed: 0)).Message);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Untrained, file)));
    }

    void RequireFinite(ModelDescription description)
    {
        var (vqvae, var) = ModelFolder.FindCheckpoints(Untrained);
        var model = ModelBuilder.Build(vqvae, var, Path.Combine(_temp.Path, "built"), ModelFacts.Beside(var!));
        Assert.Equal(
            ModelDescription.Line(description.Transformer!.Architecture), ModelDescription.Line(model.Description.Transformer!.Architecture));
        var random = new Random(5);
        var length = 3 * model.Description.ImageSize * model.Description.ImageSize;
        float[] pixels = [.. Enumerable.Range(0, length).Select(_ => (float)(2 * random.NextDouble() - 1))];
        var means = new GraphRun(model, pixels, [0]).Means;
        Assert.All(means, mean => Assert.True(float.IsFinite(mean)));
        Assert.InRange(means.Average(), 0.01, 10);
    }

    ModelDescription Write(long seed) => UntrainedModel.Write(Vqvae, Var, Untrained, ModelFacts.Beside(Var), seed);

    Checkpoint Open() => Checkpoint.Open(Path.Combine(Untrained, "var.safetensors"));

    string Checkpointed()
    {
        using var var = Open();
        return var.Sha256;
    }

    string[] Files() => [.. Directory.GetFileSystemEntries(Untrained).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
