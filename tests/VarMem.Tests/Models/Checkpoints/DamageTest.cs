using VarMem.Models;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Files cut anywhere and changed at random open and read, or end in a <see cref="ModelException"/> of one line.</summary>
public class DamageTest : CheckpointFiles
{
    static readonly byte[] Torch = TorchFile.Of(
        PythonPickles.Protocol(2), ("0", TorchFile.Bytes(0f, 1f, 2f, 3f, 4f, 5f)), ("1", TorchFile.Bytes(8L, 9L)));

    static readonly byte[] Safe = SafetensorsTest.File(
        """{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},"b":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", new byte[16]);

    public static TheoryData<string> Formats => ["torch", "safetensors"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Open_CutAnywhere_EndsInModelException(string format)
    {
        var whole = Whole(format);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(Survives(whole[..length]), $"cut to {length} of {whole.Length} bytes, the file was read all the same");
        }
        Assert.True(Survives(whole));
    }

    /// <summary>The pickle alone, inside a whole zip.</summary>
    [Fact]
    public void Open_PickleCutAnywhere_EndsInModelException()
    {
        var pickle = PythonPickles.Protocol(4);
        Assert.All(Enumerable.Range(0, pickle.Length), length => Assert.False(Survives(TorchFile.Of(pickle[..length]))));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Open_RandomBytesChanged_EndsInModelException(string format)
    {
        var random = new Random(20240);
        for (var round = 0; round < 1500; round++)
        {
            var bytes = Whole(format).ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }
            Survives(bytes);
        }
    }

    /// <summary>Changes in the pickle itself reach deeper than changes of the zip around it.</summary>
    [Fact]
    public void Open_PickleBytesChanged_EndsInModelException()
    {
        var random = new Random(20241);
        for (var round = 0; round < 1500; round++)
        {
            var pickle = PythonPickles.Protocol(1 + round % 5);
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                pickle[random.Next(pickle.Length)] = (byte)random.Next(256);
            }
            Survives(TorchFile.Of(pickle, ("0", TorchFile.Bytes(0f, 1f, 2f, 3f, 4f, 5f)), ("1", TorchFile.Bytes(8L, 9L))));
        }
    }

    static byte[] Whole(string format) => format == "torch" ? Torch : Safe;

    /// <summary>Reads all there is; false after a <see cref="ModelException"/>. Any other exception fails the test.</summary>
    bool Survives(byte[] file) => Trial.Run(Folder.Write("it.pth", file)) is null;
}
