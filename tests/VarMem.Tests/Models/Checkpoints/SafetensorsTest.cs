using System.Text;
using VarMem.Models.Checkpoints;

namespace VarMem.Tests.Models.Checkpoints;

public class SafetensorsTest : CheckpointFiles
{
    [Fact]
    public void Open_GivesNamesShapesAndValues()
    {
        using var checkpoint = Open(File(
            """
            {"__metadata__":{"format":"pt"},
             "module.b":{"dtype":"F32","shape":[2,1],"data_offsets":[16,24]},
             "a":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},
             "c":{"dtype":"BF16","shape":[],"data_offsets":[24,26]},
             "d":{"dtype":"F32","shape":[0,4],"data_offsets":[26,26]},
             "e":{"dtype":"F16","shape":[1],"data_offsets":[26,28]}}
            """,
            [.. TorchFile.Bytes(1L, -2L), .. TorchFile.Bytes(3f, 4f), .. TorchFile.Bytes<ushort>(0x3fc0),
                .. TorchFile.Bytes((Half)0.25f)]));
        Assert.Equal(
            ["b float32 (2, 1)", "a int64 (2)", "c bfloat16 ()", "d float32 (0, 4)", "e float16 (1)"],
            checkpoint.Tensors.Values.Select(tensor => tensor.ToString()));
        Assert.Equal([3f, 4f], checkpoint.ReadFloats("b"));
        Assert.Equal([1L, -2L], checkpoint.ReadInt64("a"));
        Assert.Equal([1.5f], checkpoint.ReadFloats("c"));
        Assert.Empty(checkpoint.ReadFloats("d"));
        Assert.Equal([0.25f], checkpoint.ReadFloats("e"));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
        "the data of the tensors a and b overlap; the header is damaged.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}}""",
        "tensor a has data_offsets (0, 20); expected a range inside the 16 bytes of data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""",
        "tensor a has data_offsets (-4, 0); expected a range inside the 16 bytes of data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""",
        "tensor a has data_offsets (8, 4); expected a range inside the 16 bytes of data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""",
        "tensor a has data_offsets (0); expected a range inside the 16 bytes of data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}""",
        "tensor a float32 (2) is given 16 bytes; expected 8.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""",
        "tensor a float32 (3) needs 12 bytes of storage; the file has 8 for it.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,8]}}""",
        "tensor a declares shape (4294967296, 4294967296, 4294967296), strides (0, 4294967296, 1), offset 0, which no tensor has.")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""",
        "tensor a has dtype F8_E4M3; expected one of BF16, BOOL, F16, F32, F64, I16, I32, I64, I8, U8.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "holds tensor a twice (prefixes module. and _orig_mod. do not count); expected each name once.")]
    public void Open_HostileHeader_Refuses(string header, string message) => Assert.Equal(message, OpenError(File(header, new byte[16])));

    [Theory]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("""{"a":3}""")]
    [InlineData("""{"a":{"dtype":3,"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""")]
    public void Open_BrokenHeader_Refuses(string header) =>
        Assert.StartsWith("its safetensors header is damaged (", OpenError(File(header, new byte[16])));

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(100_000_000_000)]
    [InlineData(3)]
    public void Open_HeaderLongerThanTheFile_Refuses(ulong length) => Assert.Equal(
        $"declares a safetensors header of {length} bytes, but the file has 10: it is cut off, or of another kind.",
        OpenError([.. TorchFile.Bytes(length), (byte)'{', (byte)'}']));

    [Fact]
    public void ReadInt64_LongerThanAnArray_Refuses()
    {
        var header = File("""{"a":{"dtype":"U8","shape":[65536,32769],"data_offsets":[0,2147549184]}}""", []);
        var path = Folder.Write("it.pth", header);
        using (var file = System.IO.File.OpenWrite(path))
        {
            file.SetLength(header.Length + 2147549184L); // a hole: no disk is filled
        }
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal("tensor a uint8 (65536, 32769) is longer than an array can be (2147483591 elements).",
            Error(() => checkpoint.ReadInt64("a")));
    }

    internal static byte[] File(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        return [.. TorchFile.Bytes((ulong)json.Length), .. json, .. data];
    }
}
