using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Element types, views and shared storages, and storages that are not what the pickle declares.</summary>
public class TensorLayoutTest : CheckpointFiles
{
    static readonly byte[] Six = TorchFile.Bytes(0f, 1f, 2f, 3f, 4f, 5f);

    [Fact]
    public void ReadFloats_Half_IsExact() =>
        Assert.Equal([1.5f, -65504f, float.NegativeInfinity, 5.9604645e-8f],
            ReadOne("HalfStorage", TorchFile.Bytes((Half)1.5f, Half.MinValue, Half.NegativeInfinity, Half.Epsilon), 4));

    [Fact]
    public void ReadFloats_BFloat16_IsTheUpperHalfOfAFloat() =>
        Assert.Equal([1f, -2f, 3.140625f, float.PositiveInfinity],
            ReadOne("BFloat16Storage", TorchFile.Bytes<ushort>(0x3f80, 0xc000, 0x4049, 0x7f80), 4));

    [Fact]
    public void ReadFloats_Double_IsRoundedToNearest() =>
        Assert.Equal([0.1f, 16777216f, -3f], ReadOne("DoubleStorage", TorchFile.Bytes(0.1, 16777217.0, -3.0), 3));

    [Fact]
    public void ReadFloats_ManyChunks_KeepsOrder()
    {
        var values = Enumerable.Range(0, 20_000).Select(i => (Half)(i % 2048)).ToArray();
        Assert.Equal(values.Select(value => (float)value), ReadOne("HalfStorage", TorchFile.Bytes(values), values.Length));
    }

    [Theory]
    [InlineData("IntStorage", new byte[] { 1, 0, 0, 0, 255, 255, 255, 255 }, 2)]
    [InlineData("ShortStorage", new byte[] { 1, 0, 255, 255 }, 2)]
    [InlineData("CharStorage", new byte[] { 1, 255 }, 2)]
    public void ReadInt64_NarrowIntegers_KeepTheirSign(string type, byte[] stored, int count)
    {
        using var checkpoint = Open(One(type, stored, count));
        Assert.Equal([1L, -1L], checkpoint.ReadInt64("it"));
    }

    [Fact]
    public void ReadInt64_Bytes_HaveNone()
    {
        using var checkpoint = Open(One("ByteStorage", [1, 255], 2));
        Assert.Equal([1L, 255L], checkpoint.ReadInt64("it"));
    }

    [Fact]
    public void ReadFloats_Bool_Refuses()
    {
        using var checkpoint = Open(One("BoolStorage", [1], 1));
        Assert.Equal("tensor it bool (1) was asked for floats, but holds bool.", Error(() => checkpoint.ReadFloats("it")));
    }

    [Fact]
    public void ReadFloats_TypeOutsideTheStorage_IsRebuildTensorV3s()
    {
        var tensor = Pickle.Call("torch._utils", "_rebuild_tensor_v3",
            [.. Pickle.Tuple(Pickle.Text("storage"), Pickle.Global("torch.storage", "UntypedStorage"), Pickle.Text("0"), Pickle.Text("cpu"),
                Pickle.Int(8)), (byte)'Q'],
            Pickle.Int(1), Pickle.Longs(1), Pickle.Longs(1), Pickle.False, Pickle.None, Pickle.Global("torch", "float32"));
        using var checkpoint = Open(TorchFile.Of(Pickle.Program(Pickle.Dict(("it", tensor))), ("0", TorchFile.Bytes(1f, 2f))));
        Assert.Equal([2f], checkpoint.ReadFloats("it"));
    }

    [Fact]
    public void ReadFloats_SharedStorage_HasOffsetsAndStrides()
    {
        using var checkpoint = Open(TorchFile.Of(
            Pickle.Program(Pickle.Dict(
                ("whole", Pickle.Tensor(6, 0, [2, 3], [3, 1])),
                ("transposed", Pickle.Tensor(6, 0, [3, 2], [1, 3])),
                ("second_row", Pickle.Tensor(6, 3, [3], [1])),
                ("second_column", Pickle.Tensor(6, 1, [2], [3])),
                ("scalar", Pickle.Tensor(6, 4, [], [])),
                ("empty", Pickle.Tensor(6, 0, [0, 3], [3, 1])),
                ("odd_stride_of_one", Pickle.Tensor(6, 2, [1, 2], [999, 1])))),
            ("0", Six)));
        Assert.Equal([0f, 1f, 2f, 3f, 4f, 5f], checkpoint.ReadFloats("whole"));
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], checkpoint.ReadFloats("transposed"));
        Assert.Equal([3f, 4f, 5f], checkpoint.ReadFloats("second_row"));
        Assert.Equal([1f, 4f], checkpoint.ReadFloats("second_column"));
        Assert.Equal([4f], checkpoint.ReadFloats("scalar"));
        Assert.Empty(checkpoint.ReadFloats("empty"));
        Assert.Equal([2f, 3f], checkpoint.ReadFloats("odd_stride_of_one"));
    }

    /// <summary>Any permutation of any shape: value by value, the element at Σ index·stride.</summary>
    [Fact]
    public void ReadFloats_PermutedViews_EqualIndexing() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Select(seed => new Random(seed)).ToArbitrary(), random =>
        {
            var shape = Enumerable.Range(0, random.Next(1, 5)).Select(_ => (long)random.Next(1, 5)).ToArray();
            var strides = new long[shape.Length];
            var count = 1L;
            foreach (var d in Enumerable.Range(0, shape.Length).OrderBy(_ => random.Next()))
            {
                strides[d] = count;
                count *= shape[d];
            }
            var stored = Enumerable.Range(0, (int)count + 2).Select(i => (float)i).ToArray();
            using var checkpoint = Open(TorchFile.Of(
                Pickle.Program(Pickle.Dict(("it", Pickle.Tensor(stored.Length, 2, shape, strides)))), ("0", TorchFile.Bytes(stored))));
            Assert.Equal(Indexed(shape, strides, 0, 2).Select(at => stored[at]), checkpoint.ReadFloats("it"));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(7, "the storage data/0 of tensor it has 24 bytes; 28 are declared.")]
    [InlineData(long.MaxValue, "the storage data/0 of tensor it has 24 bytes; 36893488147419103228 are declared.")]
    public void Open_StorageShorterThanDeclared_Refuses(long declared, string message) =>
        Assert.Equal(message, OpenError(WithTensor(Pickle.Tensor(declared, 0, [6], [1]))));

    [Theory]
    [InlineData(0, new long[] { 7 }, new long[] { 1 }, "tensor it float32 (7) needs 28 bytes of storage; the file has 24 for it.")]
    [InlineData(5, new long[] { 2 }, new long[] { 1 }, "tensor it float32 (2) needs 28 bytes of storage; the file has 24 for it.")]
    [InlineData(0, new long[] { 2 }, new long[] { 6 }, "tensor it float32 (2) needs 28 bytes of storage; the file has 24 for it.")]
    [InlineData(0, new long[] { 7 }, new long[] { 0 },
        "tensor it (7) has more elements than its storage (an expanded view); save it as tensor.contiguous().")]
    [InlineData(0, new long[] { 1 << 30, 1 << 30, 1 << 30 }, new long[] { 0, 0, 0 },
        "tensor it (1073741824, 1073741824, 1073741824) has more elements than its storage (an expanded view); "
        + "save it as tensor.contiguous().")]
    [InlineData(long.MaxValue, new long[] { 2 }, new long[] { long.MaxValue },
        "tensor it float32 (2) needs 73786976294838206460 bytes of storage; the file has 24 for it.")]
    [InlineData(0, new long[] { -1 }, new long[] { 1 }, "tensor it declares shape (-1), strides (1), offset 0, which no tensor has.")]
    [InlineData(5, new long[] { 2 }, new long[] { -1 }, "tensor it declares shape (2), strides (-1), offset 5, which no tensor has.")]
    [InlineData(-1, new long[] { 2 }, new long[] { 1 }, "tensor it declares shape (2), strides (1), offset -1, which no tensor has.")]
    [InlineData(0, new long[] { 1L << 31 }, new long[] { 0 },
        "tensor it declares shape (2147483648), strides (0), offset 0, which no tensor has.")]
    public void Open_TensorOutsideItsStorage_Refuses(long offset, long[] shape, long[] strides, string message) =>
        Assert.Equal(message, OpenError(WithTensor(Pickle.Tensor(6, offset, shape, strides))));

    [Fact]
    public void Open_TooManyDimensions_Refuses() => Assert.StartsWith(
        "is damaged or no state dict: its pickle calls torch._utils._rebuild_tensor_v2 with unknown arguments (before byte",
        OpenError(WithTensor(Pickle.Tensor(6, 0, new long[65], new long[65]))));

    [Fact]
    public void Open_StorageKeyWithPath_IsOnlyAKey() => Assert.Equal(
        "tensor it lies in data/../../../etc/passwd, which the zip does not hold.",
        OpenError(WithTensor(Pickle.Tensor(Pickle.Storage("FloatStorage", "../../../etc/passwd", 1), 0, [1], [1]))));

    [Fact]
    public void Open_CompressedEntry_Refuses() => Assert.Equal(
        "the zip's entry data.pkl is compressed or longer than the file; torch.save stores it plain. "
        + "If the zip was packed anew, pack it without compression (zip -0).",
        OpenError(TorchFile.Zip(CompressionLevel.Optimal, ("model/data.pkl", new byte[100_000_000]))));

    [Fact]
    public void Open_BigEndian_Refuses() => Assert.Equal(
        "holds big-endian values; expected little-endian ones. Save it again on a little-endian machine.",
        OpenError(TorchFile.Zip(("model/data.pkl", []), ("model/byteorder", "big"u8.ToArray()))));

    static byte[] WithTensor(byte[] tensor) => TorchFile.Of(Pickle.Program(Pickle.Dict(("it", tensor))), ("0", Six));

    static byte[] One(string type, byte[] stored, int count) => TorchFile.Of(
        Pickle.Program(Pickle.Dict(("it", Pickle.Tensor(Pickle.Storage(type, "0", count), 0, [count], [1])))), ("0", stored));

    float[] ReadOne(string type, byte[] stored, int count)
    {
        using var checkpoint = Open(One(type, stored, count));
        return checkpoint.ReadFloats("it");
    }

    static IEnumerable<int> Indexed(long[] shape, long[] strides, int dimension, long at) => dimension == shape.Length
        ? [(int)at]
        : Enumerable.Range(0, (int)shape[dimension]).SelectMany(i => Indexed(shape, strides, dimension + 1, at + i * strides[dimension]));
}
