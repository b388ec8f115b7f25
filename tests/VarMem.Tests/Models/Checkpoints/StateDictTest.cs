using VarMem.Models.Checkpoints;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Wrappers, parts and prefixes.</summary>
public class StateDictTest : CheckpointFiles
{
    static readonly byte[] First = Pickle.Tensor(2, 0, [1], [1]);
    static readonly byte[] Second = Pickle.Tensor(2, 1, [1], [1]);

    static readonly byte[] Training =
        File(TrainingCheckpoint.Of(Pickle.Dict(("head.weight", First)), Pickle.Dict(("quant_conv.weight", Second))));

    [Theory]
    [InlineData("var_wo_ddp", "head.weight", 1f)]
    [InlineData("vae_local", "quant_conv.weight", 2f)]
    public void Open_TrainingCheckpoint_GivesThePartAskedFor(string part, string name, float value)
    {
        using var checkpoint = Open(Training, part);
        Assert.Equal([name], checkpoint.Tensors.Keys);
        Assert.Equal([value], checkpoint.ReadFloats(name));
    }

    [Fact]
    public void Open_TrainingCheckpoint_AsksForAPart() =>
        Assert.Equal(
            "holds several models: var_wo_ddp, vae_local; name it twice, `varmem model build --vqvae FILE --var FILE --out DIR`.",
            OpenError(Training));

    [Fact]
    public void Open_UnknownPart_NamesThoseThere() =>
        Assert.Equal("holds no ema; its trainer has var_wo_ddp, vae_local.", OpenError(Training, "ema"));

    [Fact]
    public void Open_TrainingCheckpointOfOneModel_NeedsNoPart()
    {
        using var checkpoint = Open(File(Pickle.Dict(("trainer", Pickle.Dict(("vae_local", Pickle.Dict(("a", First))))))));
        Assert.Equal(["a"], checkpoint.Tensors.Keys);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("state_dict")]
    public void Open_Wrapped_LooksInside(string wrapper)
    {
        using var checkpoint = Open(File(Pickle.Dict(("step", First), (wrapper, Pickle.Dict(("a", First), ("b", Second))))), "var_wo_ddp");
        Assert.Equal(["a", "b"], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Open_BareStateDict_PassesOverWhatIsNoTensor()
    {
        var odd = Pickle.Dict(("n", Pickle.Int(1)), ("a", First), ("none", Pickle.None), ("list", [(byte)']']));
        using var checkpoint = Open(File(odd), "vae_local");
        Assert.Equal(["a"], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Open_OrderedDictWithMetadata_DropsIt()
    {
        byte[] items = [(byte)'(', .. Pickle.Text("a"), .. First, (byte)'u'];
        byte[] state = [.. Pickle.Dict(("_metadata", Pickle.Call("collections", "OrderedDict"))), (byte)'b'];
        using var checkpoint = Open(File([.. Pickle.Call("collections", "OrderedDict"), .. items, .. state]));
        Assert.Equal(["a"], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Open_NoTensors_NamesTheKeys() => Assert.Equal(
        "holds no state dict; found the keys epoch, net, expected tensors, or a state dict under trainer, model or state_dict.",
        OpenError(File(Pickle.Dict(("epoch", Pickle.Int(1)), ("net", Pickle.Dict(("a", First)))))));

    [Fact]
    public void Open_OneTensor_IsNoStateDict() => Assert.Equal(
        "holds no dict; expected a state dict. Save it with torch.save(model.state_dict(), file).", OpenError(File(First)));

    [Fact]
    public void Open_DictInsideItself_Ends() => Assert.StartsWith(
        "holds no state dict; found the keys model,",
        OpenError(File([(byte)'}', .. Pickle.Put(0), .. Pickle.Text("model"), .. Pickle.Get(0), (byte)'s'])));

    [Theory]
    [InlineData("head.weight", "head.weight")]
    [InlineData("module.head.weight", "head.weight")]
    [InlineData("_orig_mod.module._orig_mod.head.weight", "head.weight")]
    [InlineData("blocks.module.weight", "blocks.module.weight")]
    [InlineData("modules.weight", "modules.weight")]
    public void PlainName_DropsPrefixes(string name, string plain) => Assert.Equal(plain, StateDict.PlainName(name));

    [Fact]
    public void PlainName_MillionsOfPrefixes_TakesOnePass() =>
        Assert.Equal("w", StateDict.PlainName(string.Concat(Enumerable.Repeat("module.", 2_000_000)) + "w"));

    static byte[] File(byte[] root) => TorchFile.Of(Pickle.Program(root), ("0", TorchFile.Bytes(1f, 2f)));
}
