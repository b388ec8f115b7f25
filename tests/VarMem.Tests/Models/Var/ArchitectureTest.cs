using VarMem.Models;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

/// <summary>Checkpoints that are whole files, but of no model that a graph can be made of: one line, before anything is built.</summary>
public sealed class ArchitectureTest : IDisposable
{
    readonly TempFolder _temp = new();
    readonly MadeUpPair _pair = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Infer_MadeUpPair_IsThatArchitecture()
    {
        var description = Build().Description;
        Assert.Equal(Line(MadeUpPair.Small.Transformer), Line(description.Transformer!.Architecture));
        Assert.Equal(Line(MadeUpPair.Small.Tokenizer), Line(description.Tokenizer.Architecture));
        var named = Build(new ModelFacts { PatchNums = [1, 2, 3] }, heads: 4).Description;
        Assert.Equal(Line(MadeUpPair.Small.Transformer), Line(named.Transformer!.Architecture));
    }

    [Theory]
    [InlineData(null, "has 4 attention heads (scale_mul_1H11), but --heads or model.json says 8; leave it away there.")]
    [InlineData("no scale", "its width 64 does not divide into 3 heads (--heads or model.json); expected a divisor of the width.")]
    public void Infer_HeadsThatCannotBe(string? change, string message)
    {
        if (change is not null) RemoveScale();
        VarError(message, heads: change is null ? 8 : 3);
    }

    [Fact]
    public void Infer_HeadsOfTheCheckpointThatDoNotDivide()
    {
        for (var b = 0; b < 2; b++) _pair.Reshape($"blocks.{b}.attn.scale_mul_1H11", 1, 5, 1, 1);
        VarError("its width 64 does not divide into 5 heads (scale_mul_1H11); expected a divisor of the width.");
    }

    [Theory]
    [InlineData(96)]
    [InlineData(32)]
    public void Infer_WidthThatThePublishedRuleDoesNotKnow(int width)
    {
        var pair = Other(t => t with { Width = width, NormalizedAttention = false });
        VarError(
            $"does not tell its attention heads (no scale_mul_1H11), and its width {width} is no multiple of the published 64 a head; "
            + "name their number with --heads, or heads in model.json.", pair: pair);
        Assert.Equal(8, Build(heads: 8, pair: pair).Description.Transformer!.Architecture.Heads);
    }

    [Fact]
    public void Infer_NoBlocks()
    {
        _pair.Remove("blocks.");
        VarError("has 0 transformer blocks; expected 1 to 1000.");
    }

    [Fact]
    public void Infer_BlockMissing_IsNoShallowerModel()
    {
        _pair.Remove("blocks.0.");
        VarError("has no tensor blocks.0.attn.scale_mul_1H11 among its 24");
    }

    [Theory]
    [InlineData("blocks.1.ffn.fc1.weight", new[] { 95, 64 }, "blocks.1.ffn.fc1.weight float32 (95, 64)", "(96, 64)")]
    [InlineData("blocks.1.attn.scale_mul_1H11", new[] { 1, 2, 1, 1 }, "blocks.1.attn.scale_mul_1H11 float32 (1, 2, 1, 1)", "(1, 4, 1, 1)")]
    [InlineData("lvl_embed.weight", new[] { 4, 64 }, "lvl_embed.weight float32 (4, 64)", "(3, 64)")]
    [InlineData("pos_start", new[] { 1, 4, 64 }, "pos_start float32 (1, 4, 64)", "(1, 1, 64)")]
    [InlineData("head.bias", new[] { 17 }, "head.bias float32 (17)", "(16)")]
    public void Infer_ShapesThatDoNotFit(string name, int[] shape, string shown, string expected)
    {
        _pair.Reshape(name, shape);
        VarError($"tensor {shown} does not fit the others; expected the shape {expected}.");
    }

    [Fact]
    public void Infer_SharedAdaLnWithoutABlocksOwnGates()
    {
        var pair = Other(t => t with { SharedAdaLn = true });
        pair.Remove("blocks.1.ada_gss");
        VarError("has no tensor blocks.1.ada_gss among its 36", pair: pair);
    }

    [Fact]
    public void Infer_TensorOfAnotherArchitecture()
    {
        _pair.Var.Add(new("blocks.1.attn.k_norm.weight", [16], 0, 1));
        VarError(
            "holds tensor blocks.1.attn.k_norm.weight, for which VAR has no place beside its other tensors; "
            + "expected the published architecture, since a graph without it would be another model.");
    }

    [Fact]
    public void Infer_EmptyTensors()
    {
        var pair = Other(t => t with { Hidden = 0 });
        VarError("tensor blocks.0.ffn.fc1.weight float32 (0, 64) is empty; expected one index at least along each axis.", pair: pair);
        pair = Other(t => t with { ClassCount = 0 });
        VarError("has 0 classes; expected 1 or more besides the null class (class_emb.weight).", pair: pair);
    }

    [Fact]
    public void Infer_WeightsThatAreIntegers()
    {
        _pair.Change("head.bias", tensor => tensor with { Integers = new long[16] });
        VarError("tensor head.bias int64 (16) was asked for floats, but holds int64.");
    }

    void RemoveScale() => _pair.Var.RemoveAll(tensor => tensor.Name.EndsWith("scale_mul_1H11", StringComparison.Ordinal));

    static MadeUpPair Other(Func<TransformerArchitecture, TransformerArchitecture> change) =>
        new(MadeUpPair.Small with { Transformer = change(MadeUpPair.Small.Transformer) });

    void VarError(string message, int? heads = null, MadeUpPair? pair = null)
    {
        var error = Assert.Throws<ModelException>(() => Build(heads: heads, pair: pair)).Message;
        Assert.Equal($"{Path.Combine(_temp.Path, "var.safetensors")}: {message}", error.Split("; nearest: ")[0]);
        Assert.False(Directory.Exists(Path.Combine(_temp.Path, "built")));
    }

    ModelFolder Build(ModelFacts? facts = null, int? heads = null, MadeUpPair? pair = null)
    {
        var (vqvae, var) = (pair ?? _pair).Write(_temp.Path);
        return ModelBuilder.Build(vqvae, var, Path.Combine(_temp.Path, "built"), (facts ?? new ModelFacts()) with { Heads = heads });
    }

    static string Line<T>(T architecture) => ModelDescription.Line(architecture);
}
