using System.Security.Cryptography;
using System.Text;
using VarMem.Models;
using VarMem.Models.Checkpoints;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Telling files apart, and the errors of what is asked of them.</summary>
public class CheckpointTest : CheckpointFiles
{
    static readonly byte[] Small = TorchFile.Of(
        Pickle.Program(Pickle.Dict(
            ("blocks.0.attn.proj.weight", Pickle.Tensor(4, 0, [2, 2], [2, 1])),
            ("blocks.0.attn.proj.bias", Pickle.Tensor(4, 0, [2], [1])),
            ("lvl_1L", Pickle.Tensor(Pickle.Storage("LongStorage", "1", 3), 0, [1, 3], [3, 1])))),
        ("0", TorchFile.Bytes(1f, 2f, 3f, 4f)), ("1", TorchFile.Bytes(5L, 6L, -7L)));

    [Fact]
    public void Open_GivesNamesShapesAndTypesInFileOrder()
    {
        using var checkpoint = Open(Small);
        Assert.Equal(
            ["blocks.0.attn.proj.weight float32 (2, 2)", "blocks.0.attn.proj.bias float32 (2)", "lvl_1L int64 (1, 3)"],
            checkpoint.Tensors.Values.Select(tensor => tensor.ToString()));
        Assert.Equal(4, checkpoint.Tensors["blocks.0.attn.proj.weight"].Count);
        Assert.Equal([5L, 6L, -7L], checkpoint.ReadInt64("lvl_1L"));
    }

    [Fact]
    public void Open_MissingFile_NamesThoseThere()
    {
        Folder.Write("vae.pth", []);
        var path = Path.Combine(Folder.Path, "vqvae.pth");
        Assert.Equal(
            $"{path}: no such file; expected a checkpoint (.pth or .safetensors); the folder holds vae.pth.",
            Assert.Throws<ModelException>(() => Checkpoint.Open(path)).Message);
    }

    [Fact]
    public void Open_MissingFolder_SaysSo() => Assert.EndsWith(
        "no such file; expected a checkpoint (.pth or .safetensors).",
        Assert.Throws<ModelException>(() => Checkpoint.Open(Path.Combine(Folder.Path, "none", "vqvae.pth"))).Message);

    [Fact]
    public void Open_NoPath_SaysSo() => Assert.StartsWith(
        ": no such file; expected a checkpoint (.pth or .safetensors)", Assert.Throws<ModelException>(() => Checkpoint.Open("")).Message);

    [Fact]
    public void Open_Folder_AsksForTheFile() => Assert.Equal(
        $"{Folder.Path}: is a folder; expected the checkpoint file itself (.pth or .safetensors).",
        Assert.Throws<ModelException>(() => Checkpoint.Open(Folder.Path)).Message);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "begins with \"version https://\"")]
    [InlineData("\u0001\u0002{", "begins with the bytes 01027b")]
    public void Open_OtherFile_ShowsItsFirstBytes(string content, string shown) => Assert.Equal(
        $"is no checkpoint: it {shown}; expected a PyTorch zip (PK…) or a safetensors file.", OpenError(Encoding.ASCII.GetBytes(content)));

    [Fact]
    public void Open_BarePickle_SaysHowToConvert() => Assert.Equal(
        "is a bare pickle, as torch.save wrote it before PyTorch 1.6; expected the zip that it writes since. "
        + "Convert it in PyTorch: torch.save(torch.load(old, map_location='cpu'), new).",
        OpenError(Pickle.Program(Pickle.Dict())));

    [Fact]
    public void Open_OtherZip_ShowsItsEntries() => Assert.Equal(
        "is a zip without a data.pkl, so not one of torch.save; it holds word/document.xml, ../../evil.",
        OpenError(TorchFile.Zip(("word/document.xml", []), ("../../evil", []))));

    [Fact]
    public void Open_CutZip_SaysSo() => Assert.Equal(
        "is cut off or damaged (End of Central Directory record could not be found.); copy or download it again.", OpenError(Small[..^30]));

    [Fact]
    public void Open_FileInUse_IsUnreadableNotDamaged()
    {
        using var held = new FileStream(Folder.Write("it.pth", Small), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.StartsWith("cannot be read (", Error(() => Checkpoint.Open(held.Name).Dispose()));
    }

    [Fact]
    public void Open_TwoEntriesOfOneName_Refuses() => Assert.Equal(
        "the zip has two entries model/data/0; expected each name once.",
        OpenError(TorchFile.Of(Pickle.Program(Pickle.Dict()), ("0", []), ("0", []))));

    [Fact]
    public void ReadFloats_UnknownName_NamesTheNearest()
    {
        using var checkpoint = Open(Small);
        Assert.Equal(
            "has no tensor blocks.0.attn.proj.weigth among its 3; "
            + "nearest: blocks.0.attn.proj.weight, blocks.0.attn.proj.bias, lvl_1L.",
            Error(() => checkpoint.ReadFloats("blocks.0.attn.proj.weigth")));
    }

    [Fact]
    public void ReadFloats_Integers_Refuses()
    {
        using var checkpoint = Open(Small);
        Assert.Equal("tensor lvl_1L int64 (1, 3) was asked for floats, but holds int64.", Error(() => checkpoint.ReadFloats("lvl_1L")));
    }

    [Fact]
    public void ReadInt64_Floats_Refuses()
    {
        using var checkpoint = Open(Small);
        Assert.Equal(
            "tensor blocks.0.attn.proj.bias float32 (2) was asked for integers, but holds float32.",
            Error(() => checkpoint.ReadInt64("blocks.0.attn.proj.bias")));
    }

    [Fact]
    public void ReadFloats_DestinationOfOtherLength_Refuses()
    {
        using var checkpoint = Open(Small);
        var error = Assert.Throws<ArgumentException>(() => checkpoint.ReadFloats("blocks.0.attn.proj.bias", new float[3]));
        Assert.StartsWith("blocks.0.attn.proj.bias float32 (2) has 2 elements, the destination 3", error.Message);
    }

    [Fact]
    public void Sha256_IsThatOfTheFile_BetweenReads()
    {
        using var checkpoint = Open(Small);
        Assert.Equal([1f, 2f, 3f, 4f], checkpoint.ReadFloats("blocks.0.attn.proj.weight"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Small)), checkpoint.Sha256);
        Assert.Equal([1f, 2f], checkpoint.ReadFloats("blocks.0.attn.proj.bias"));
    }

    [Fact]
    public void Open_DuplicateNames_Refuses() => Assert.Equal(
        "holds tensor a twice (prefixes module. and _orig_mod. do not count); expected each name once.",
        OpenError(TorchFile.Of(
            Pickle.Program(Pickle.Dict(("a", Pickle.Tensor(1, 0, [1], [1])), ("module.a", Pickle.Tensor(1, 0, [1], [1])))),
            ("0", TorchFile.Bytes(1f)))));
}
