using VarMem.Models;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

/// <summary>Tokenizers that are not whole, or of another architecture, or do not belong to the transformer.</summary>
public sealed class TokenizerErrorTest : IDisposable
{
    static readonly MadeUpModel Small = MadeUpPair.Small;

    readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("encoder.down.", "has 0 resolution levels; expected 1 to 8.")]
    [InlineData("encoder.down.0.", "has no tensor encoder.down.0.block.0.conv1.weight among its 51")]
    [InlineData("encoder.down.1.block.", "has no tensor encoder.down.1.block.0.conv1.weight among its 51")]
    [InlineData("encoder.mid.attn_1.qkv.bias", "has no tensor encoder.mid.attn_1.qkv.bias among its 60")]
    [InlineData("quantize.embedding", "has no tensor quantize.embedding.weight among its 60")]
    [InlineData("quantize.quant_resi.", "has no tensor quantize.quant_resi.qresi.weight among its 57")]
    [InlineData("quantize.quant_resi.qresi_ls.0.", "has no tensor quantize.quant_resi.qresi_ls.0.weight among its 59")]
    public void Infer_TensorsMissing(string prefix, string message)
    {
        var pair = new MadeUpPair();
        pair.Remove(prefix);
        Assert.Equal(message, Error(pair).Split("; nearest: ")[0]);
    }

    [Fact]
    public void Infer_ChannelsThatDoNotMakeGroups()
    {
        Assert.Equal(
            "has 48 channels behind encoder.conv_in; expected a multiple of 32.",
            Error(new(Small with { Tokenizer = Small.Tokenizer with { Channels = 48 } })));
        Assert.Equal(
            "has 80 channels at encoder.down.1; expected a multiple of 32.",
            Error(new(Small with { Tokenizer = Small.Tokenizer with { LevelChannels = [32, 80] } })));
    }

    [Fact]
    public void Infer_BlocksThatDifferFromLevelToLevel()
    {
        var two = MadeUpTokenizer.Tensors(Small.Tokenizer with { ResBlocks = 2 }).ToList();
        var pair = new MadeUpPair();
        pair.Vqvae.AddRange(two.Where(tensor => tensor.Name.StartsWith("encoder.down.1.block.1.", StringComparison.Ordinal)));
        Assert.Equal(
            "holds tensor encoder.down.1.block.1.norm1.weight, for which VAR has no place beside its other tensors; "
            + "expected the published architecture, since a graph without it would be another model.", Error(pair));
    }

    [Fact]
    public void Infer_AttentionAtAnEarlierLevel()
    {
        var pair = new MadeUpPair();
        pair.Vqvae.Add(new("encoder.down.0.attn.0.norm.weight", [32], 1, 0.2f));
        Assert.StartsWith("holds tensor encoder.down.0.attn.0.norm.weight, for which VAR has", Error(pair), StringComparison.Ordinal);
    }

    [Fact]
    public void Infer_EvenFilters()
    {
        var pair = new MadeUpPair();
        pair.Reshape("quant_conv.weight", 8, 8, 2, 2);
        Assert.Equal(
            "tensor quant_conv.weight float32 (8, 8, 2, 2) does not fit the others; expected the shape (8, 8, 3, 3).", Error(pair));
    }

    [Fact]
    public void Build_NoPair()
    {
        Assert.Equal("15 codes in the vocabulary in the tokenizer, 16 in the transformer.", PairError(v => v with { Vocabulary = 15 }));
        Assert.Equal("16 channels a token in the tokenizer, 8 in the transformer.", PairError(v => v with { LatentChannels = 16 }));
        Assert.Equal(
            "4 scales (one convolution φ each) in the tokenizer, 3 in the transformer.",
            PairError(v => v with { PhiCount = 4, PhiPerScale = true }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Build_AnyNumberOfSharedPhi(int count)
    {
        var pair = new MadeUpPair(Small with { Tokenizer = Small.Tokenizer with { PhiCount = count } });
        Assert.Equal(count, Build(pair).Description.Tokenizer.Architecture.PhiCount);
    }

    string PairError(Func<TokenizerArchitecture, TokenizerArchitecture> change)
    {
        var message = Message(new(Small with { Tokenizer = change(Small.Tokenizer) }));
        var (vqvae, var) = (Path.Combine(_temp.Path, "vqvae.safetensors"), Path.Combine(_temp.Path, "var.safetensors"));
        var files = $"{vqvae} and {var} do not belong together: ";
        Assert.StartsWith(files, message, StringComparison.Ordinal);
        return message[files.Length..];
    }

    string Error(MadeUpPair pair)
    {
        var (message, path) = (Message(pair), $"{Path.Combine(_temp.Path, "vqvae.safetensors")}: ");
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        return message[path.Length..];
    }

    string Message(MadeUpPair pair)
    {
        var message = Assert.Throws<ModelException>(() => Build(pair)).Message;
        Assert.False(Directory.Exists(Path.Combine(_temp.Path, "built")));
        return message;
    }

    ModelFolder Build(MadeUpPair pair)
    {
        var (vqvae, var) = pair.Write(_temp.Path);
        return ModelBuilder.Build(vqvae, var, Path.Combine(_temp.Path, "built"), new ModelFacts());
    }
}
