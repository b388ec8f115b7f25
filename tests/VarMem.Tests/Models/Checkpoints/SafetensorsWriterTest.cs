using VarMem.Models.Checkpoints;

namespace VarMem.Tests.Models.Checkpoints;

public sealed class SafetensorsWriterTest : IDisposable
{
    readonly TempFolder _temp = new();

    string It => _temp.File("it.safetensors");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Write_InAnyOrder_ReadsAsWritten()
    {
        using (var writer = new SafetensorsWriter(
            It,
            [
                ("a", ElementType.Float32, [2, 1]), ("b", ElementType.Int64, [2]), ("c", ElementType.BFloat16, []),
                ("d", ElementType.Float32, [0, 4]), ("e", ElementType.Float16, [1]), ("left", ElementType.Float32, [3]),
            ],
            new Dictionary<string, string> { ["seed"] = "3", ["é\n\""] = "" }))
        {
            writer.Write<Half>("e", [(Half)0.25f]);
            writer.Write<float>("a", [3, float.NegativeInfinity]);
            writer.Write<long>("b", [1, -2]);
            writer.Write<ushort>("c", [0x3fc0]);
        }
        using var checkpoint = Checkpoint.Open(It);
        Assert.Equal(
            ["a float32 (2, 1)", "b int64 (2)", "c bfloat16 ()", "d float32 (0, 4)", "e float16 (1)", "left float32 (3)"],
            checkpoint.Tensors.Values.Select(tensor => tensor.ToString()));
        Assert.Equal([3, float.NegativeInfinity], checkpoint.ReadFloats("a"));
        Assert.Equal([1, -2], checkpoint.ReadInt64("b"));
        Assert.Equal([1.5f], checkpoint.ReadFloats("c"));
        Assert.Equal([0.25f], checkpoint.ReadFloats("e"));
        Assert.Equal([0, 0, 0], checkpoint.ReadFloats("left"));
        Assert.Equal(new Dictionary<string, string> { ["seed"] = "3", ["é\n\""] = "" }, checkpoint.Metadata);
    }

    [Theory]
    [InlineData("a"), InlineData("ab"), InlineData("abcdefg")]
    public void Write_ValuesBeginAligned(string name)
    {
        using (var writer = new SafetensorsWriter(It, [(name, ElementType.Float32, [1])])) writer.Write<float>(name, [1]);
        Assert.Equal(0, (new FileInfo(It).Length - sizeof(float)) % 8);
        using var checkpoint = Checkpoint.Open(It);
        Assert.Equal([1], checkpoint.ReadFloats(name));
        Assert.Empty(checkpoint.Metadata);
    }

    [Fact]
    public void Write_OtherLength_IsRefused()
    {
        using var writer = new SafetensorsWriter(It, [("a", ElementType.Float32, [2, 2])]);
        Assert.Equal(
            "tensor a was announced with 16 bytes; 12 were given.",
            Assert.Throws<ArgumentException>(() => writer.Write<float>("a", [1, 2, 3])).Message);
    }

    /// <summary>Metadata of no use does no harm.</summary>
    [Theory]
    [InlineData("3"), InlineData("[]"), InlineData("null"), InlineData("{\"a\":3,\"b\":{}}")]
    public void Open_OddMetadata_IsPassedOver(string metadata)
    {
        File.WriteAllBytes(It, SafetensorsTest.File(
            $$$"""{"__metadata__":{{{metadata}}},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]));
        using var checkpoint = Checkpoint.Open(It);
        Assert.Empty(checkpoint.Metadata);
        Assert.Single(checkpoint.Tensors);
    }
}
