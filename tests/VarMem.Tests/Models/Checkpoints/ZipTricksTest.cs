using static VarMem.Tests.Models.Checkpoints.RawZip;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Zips whose headers do not agree with each other or with the file, and names that mean to leave the folder.</summary>
public class ZipTricksTest : CheckpointFiles
{
    static readonly byte[] Values = TorchFile.Bytes(1f, 2f);
    static readonly byte[] State = Pickle.Program(Pickle.Dict(("a", Pickle.Tensor(2, 0, [2], [1]))));
    static readonly Entry Pkl = new("m/data.pkl", State), Storage = new("m/data/0", Values);

    [Fact]
    public void Open_PlainZip_Reads()
    {
        using var checkpoint = Open(Of(Pkl, Storage));
        Assert.Equal([1f, 2f], checkpoint.ReadFloats("a"));
    }

    [Theory]
    [InlineData("../../m")]
    [InlineData("/etc/m")]
    [InlineData(@"..\..\m")]
    [InlineData(@"C:\m")]
    [InlineData("m\0x")]
    public void Open_RootWithPath_IsOnlyAPrefix(string root)
    {
        using var checkpoint = Open(Of(Pkl with { Name = $"{root}/data.pkl" }, Storage with { Name = $"{root}/data/0" }));
        Assert.Equal([1f, 2f], checkpoint.ReadFloats("a"));
        Assert.Equal(["it.pth"], Directory.GetFileSystemEntries(Folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("../m/data/0")]
    [InlineData("/m/data/0")]
    [InlineData(@"m\data\0")]
    [InlineData("m/data/0\0")]
    [InlineData("M/data/0")]
    [InlineData("m/data/../data/0")]
    public void Open_StorageUnderAnotherSpelling_IsNotFound(string name) => Assert.Equal(
        "tensor a lies in data/0, which the zip does not hold.", OpenError(Of(Pkl, Storage with { Name = name })));

    [Theory]
    [InlineData(1_000_000u)]
    [InlineData(uint.MaxValue - 1)]
    public void Open_PickleLongerThanTheFile_Refuses(uint declared) => Assert.Equal(
        "the zip's entry data.pkl is compressed or longer than the file; torch.save stores it plain. "
        + "If the zip was packed anew, pack it without compression (zip -0).",
        OpenError(Of(Pkl with { Declared = declared }, Storage)));

    [Fact]
    public void Open_PickleOfOneAndAHalfFiles_IsCutOff()
    {
        var file = Of(Storage, Pkl);
        Assert.StartsWith(
            "is cut off or damaged (", OpenError(Of(Storage, Pkl with { Declared = (uint)file.Length - 1 })));
    }

    [Fact]
    public void Open_StorageShorterThanThePickleSays_Refuses() => Assert.Equal(
        "the storage data/0 of tensor a has 4 bytes; 8 are declared.", OpenError(Of(Pkl, Storage with { Declared = 4 })));

    [Fact]
    public void Read_StorageBeyondTheFile_IsCutOff()
    {
        using var checkpoint = Open(Of(Pkl, Storage with { Content = [], Declared = 8, Offset = 0 }));
        Assert.Equal(2, checkpoint.ReadFloats("a").Length); // the bytes that lie there, whatever they are
        using var cut = Open(Of(Pkl, Storage with { Offset = 5 }));
        Assert.StartsWith("is cut off or damaged (", Error(() => cut.ReadFloats("a")));
        using var beyond = Open(Of(Pkl, Storage with { Offset = 1_000_000 }));
        Assert.StartsWith("is cut off or damaged (", Error(() => beyond.ReadFloats("a")));
    }

    /// <summary>The central directory is what counts, as for PyTorch's own reader.</summary>
    [Fact]
    public void Read_LocalHeaderDisagrees_CentralDirectoryCounts()
    {
        using var checkpoint = Open(Of(
            Pkl with { LocalName = "../../evil", LocalDeclared = uint.MaxValue - 1 }, Storage with { LocalDeclared = 0 }));
        Assert.Equal([1f, 2f], checkpoint.ReadFloats("a"));
    }

    [Fact]
    public void Open_DeflatedUnderEqualLengths_IsDamaged() => Assert.StartsWith(
        "is cut off or damaged (", OpenError(Of(Pkl with { Method = 8, Content = [.. Enumerable.Repeat((byte)0xff, 99)] }, Storage)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(65534)]
    public void Open_OtherNumberOfEntriesThanDeclared_IsDamaged(int declared) =>
        Assert.StartsWith("is cut off or damaged (", OpenError(Of([Pkl, Storage], [], declared)));

    /// <summary>An end record inside the comment, of a zip that names os.system: whichever is taken, nothing runs.</summary>
    [Fact]
    public void Open_SecondZipInTheComment_IsNotMixedUp()
    {
        var evil = Of(new Entry("m/data.pkl", Pickle.Program(Pickle.Call("os", "system", Pickle.Text("true")))));
        Assert.StartsWith("is cut off or damaged (", OpenError(Of([Pkl, Storage], evil, 2)));
    }

    [Fact]
    public void Open_OverlappingStorages_Refuses()
    {
        var long0 = Storage with { Content = new byte[4000] };
        var others = Enumerable.Range(1, 40).Select(i => new Entry($"m/data/{i}", []) { Declared = 4000, Offset = 0 });
        var tensors = Enumerable.Range(0, 41)
            .Select(i => ($"t{i}", Pickle.Tensor(Pickle.Storage("FloatStorage", $"{i}", 1000), 0, [1000], [1]))).ToArray();
        var file = Of([long0, Pkl with { Content = Pickle.Program(Pickle.Dict(tensors)) }, .. others]);
        Assert.Equal(
            $"its 41 tensors hold 41000 elements, more than the file has bytes ({file.Length}): they lie upon each other; "
            + "save each as tensor.clone().", OpenError(file));
    }
}
