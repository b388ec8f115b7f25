using System.Globalization;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>
/// Valid files changed at random, each read in full or refused in one line, within the bounds of <see cref="Trial"/>.
/// VARMEM_FUZZ_ROUNDS gives the number of files of each kind, VARMEM_FUZZ_SEED the first of them: a file follows from its seed alone, so
/// that a failure names how to repeat it.
/// </summary>
public class FuzzTest : CheckpointFiles
{
    static readonly (string Key, byte[] Values)[] Storages =
        [("0", TorchFile.Bytes(0f, 1f, 2f, 3f, 4f, 5f)), ("1", TorchFile.Bytes(8L, 9L))];

    const string Header =
        """
        {"__metadata__":{"format":"pt"},"module.a":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},
        "b":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"c":{"dtype":"BF16","shape":[],"data_offsets":[16,18]},
        "d":{"dtype":"F64","shape":[0,4],"data_offsets":[18,18]},"e":{"dtype":"BOOL","shape":[3],"data_offsets":[18,21]}}
        """;

    static readonly Dictionary<string, Func<Random, byte[]>> Kinds = new()
    {
        ["pickle"] = random => TorchFile.Of(Mutations.OfPickle(PythonPickles.Protocol(random.Next(1, 6)), random), Storages),
        ["zip"] = random => Mutations.OfBytes(TorchFile.Of(PythonPickles.Protocol(random.Next(1, 6)), Storages), random),
        ["pickle bytes"] = random => TorchFile.Of(Mutations.OfBytes(PythonPickles.Protocol(random.Next(1, 6)), random), Storages),
        ["safetensors"] = random => Mutations.OfSafetensors(Header, new byte[21], random),
        ["safetensors bytes"] = random => Mutations.OfBytes(SafetensorsTest.File(Header, new byte[21]), random),
    };

    public static TheoryData<string> KindNames => [.. Kinds.Keys];

    static int Rounds => Number("VARMEM_FUZZ_ROUNDS", 1000);

    static int FirstSeed => Number("VARMEM_FUZZ_SEED", 0);

    [Theory]
    [MemberData(nameof(KindNames))]
    public void Open_Changed_IsReadOrRefused(string kind)
    {
        var read = 0;
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                if (Trial.Run(Folder.Write("it.pth", Kinds[kind](new Random(FirstSeed + round)))) is null) read++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{kind}, VARMEM_FUZZ_SEED={FirstSeed + round}: {e}");
            }
        }
        Assert.InRange(read, Rounds / 100, Rounds * 99 / 100); // changes of which all or none were noticed would test little
    }

    /// <summary>What is not changed is read, and taking a pickle apart loses nothing.</summary>
    [Fact]
    public void Open_Unchanged_IsRead()
    {
        for (var protocol = 1; protocol <= 5; protocol++)
        {
            var pickle = PythonPickles.Protocol(protocol);
            Assert.Equal(pickle, PickleSteps.Split(pickle).SelectMany(step => step));
            Assert.Null(Trial.Run(Folder.Write("it.pth", TorchFile.Of(pickle, Storages))));
        }
        Assert.Null(Trial.Run(Folder.Write("it.pth", SafetensorsTest.File(Header, new byte[21]))));
    }

    static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
