using System.Text;
using static VarMem.Tests.Models.Checkpoints.RawZip;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Files of some megabytes that mean to take all memory or all time: each ends in one line, within the bounds of Trial.</summary>
public class HostileFileTest : CheckpointFiles
{
    const int Many = 100_000;

    static readonly byte[] FarTooLong = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];

    /// <summary>Pushes and memoizes the function (0) and the arguments (1) of a tensor of eight axes that holds one element.</summary>
    static readonly byte[] Wide =
    [
        .. Pickle.Global("torch._utils", "_rebuild_tensor_v2"), .. Pickle.Put(0),
        .. Pickle.Tuple(
            Pickle.Storage("FloatStorage", "0", 2), Pickle.Int(0), Pickle.Longs(1, 1, 1, 1, 1, 1, 1, 1), Pickle.Longs(new long[8])),
        .. Pickle.Put(1),
    ];

    static readonly Dictionary<string, (Func<byte[]> Program, string? Message)> Pickles = new()
    {
        ["text of 2^63 bytes"] = (() => [0x8d, .. FarTooLong], "ends where 9223372036854775807 more bytes were declared"),
        ["bytes of 2^63 bytes"] = (() => [0x8e, .. FarTooLong], "ends where 9223372036854775807 more bytes were declared"),
        ["array of 2^63 bytes"] = (() => [0x96, .. FarTooLong], "ends where 9223372036854775807 more bytes were declared"),
        ["number of 2^32 bytes"] = (() => [0x8b, 0xff, 0xff, 0xff, 0xff], "ends where 4294967295 more bytes were declared"),
        ["frame of 2^63 bytes"] = (() => [0x95, .. FarTooLong, .. Pickle.None], "holds no dict"),
        ["number of a megabyte"] = (() => [0x8b, 0, 0, 0x10, 0, .. new byte[1 << 20]], "holds no dict"),
        ["digits"] = (() => [(byte)'L', .. Repeat([(byte)'9'], 4 * Many), (byte)'\n'], "has a number that is none"),
        ["tuples in tuples"] = (() => [(byte)')', .. Repeat([0x85], Many)], "holds no dict"),
        ["doubled tuples"] = (() => [(byte)')', .. Repeat([(byte)'2', 0x86], Many)], "holds no dict"),
        ["a list in itself, doubled"] = (() =>
            [(byte)']', .. Pickle.Put(0), .. Repeat([.. Pickle.Get(0), (byte)'a', .. Pickle.Get(0), (byte)'a'], Many)], "holds no dict"),
        ["a dict in itself, doubled"] = (() =>
            [(byte)'}', .. Pickle.Put(0), .. Repeat([.. Pickle.Get(0), .. Pickle.Get(0), (byte)'s'], Many)], "holds no state dict"),
        ["lists in lists"] = (() => [(byte)']', .. Repeat([(byte)']'], Many), .. Repeat([(byte)'a'], Many)], "holds no dict"),
        ["values"] = (() => Repeat(Pickle.None, 2_000_000), "makes more than 1048576 values"),
        ["values made and dropped"] = (() => Repeat([(byte)'}', (byte)'0'], 2_000_000), "makes more than 1048576 values"),
        ["marks"] = (() => Repeat([(byte)'('], 2_000_000), "sets more than 1048576 marks"),
        ["memo"] = (() => [.. Pickle.None, .. Repeat([0x94], 2_000_000)], "memoizes more than 1048576 values"),
        ["memo keys far apart"] = (() =>
            [.. Pickle.None, .. Enumerable.Range(0, Many).SelectMany<int, byte>(i => [(byte)'r', .. Pickle.Int32(i * 99)])],
            "holds no dict"),
        ["tensors of one tuple"] = (() => [.. Wide, .. Repeat([.. Pickle.Get(0), .. Pickle.Get(1), (byte)'R'], Many)], "holds no dict"),
        ["a tensor under one long name"] = (() =>
            [.. Wide, .. Pickle.Get(0), .. Pickle.Get(1), (byte)'R', .. Pickle.Put(2),
                .. Pickle.Text(new string('x', 1 << 20)), .. Pickle.Put(3),
                (byte)'}', .. Repeat([.. Pickle.Get(3), .. Pickle.Get(2), (byte)'s'], Many)], "holds tensor xxx"),
        ["a tensor under many names"] = (() =>
            [.. Wide, .. Pickle.Get(0), .. Pickle.Get(1), (byte)'R', .. Pickle.Put(2), (byte)'}',
                .. Enumerable.Range(0, Many).SelectMany(i => (byte[])[.. Pickle.Text($"{i}"), .. Pickle.Get(2), (byte)'s'])], null),
        ["a name of prefixes"] = (() =>
            Pickle.Dict((string.Concat(Enumerable.Repeat("module.", Many)), Pickle.Tensor(1, 5, [1], [1]))), "needs 24 bytes of storage"),
    };

    public static TheoryData<string> PickleNames => [.. Pickles.Keys];

    [Theory]
    [MemberData(nameof(PickleNames))]
    public void Open_HostilePickle_StaysInBounds(string name)
    {
        var (program, message) = Pickles[name];
        Ends(message, TorchFile.Of(Pickle.Program(program()), ("0", TorchFile.Bytes(1f, 2f))));
    }

    [Fact]
    public void Open_ZipOfManyEntries_StaysInBounds()
    {
        var entries = Enumerable.Range(0, 60_000).Select(i => new Entry($"m/{i}", [])).ToArray();
        Ends("is a zip without a data.pkl", Of(entries));
        entries[0] = new Entry("m/data.pkl", Pickle.Program(Pickle.Dict()));
        Ends("holds no state dict", Of(entries));
    }

    [Fact]
    public void Open_ZipOfOneNameManyTimes_StaysInBounds()
    {
        var entries = Enumerable.Repeat(new Entry("m/data.pkl", []), 60_000).ToArray();
        Ends("the zip has two entries m/data.pkl; expected each name once.", Of(entries));
    }

    [Theory]
    [InlineData("{\"a\":", "{\"a\":", "", "its safetensors header is damaged (")] // objects in objects
    [InlineData("{\"a\":", "[", "", "its safetensors header is damaged (")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,0],\"shape\":[0", ",0", "]}}", "which no tensor has")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0", ",0", "]}}", "data_offsets (0, 0, 0, 0, 0, 0, 0, 0, …)")]
    [InlineData("{\"a\":{\"x\":0", ",\"dtype\":\"F32\"", "}}", "its safetensors header is damaged (")]
    [InlineData("{\"__metadata__\":{\"x\":\"\"", ",\"x\":\"\"", "}}", null)]
    public void Open_HostileHeader_StaysInBounds(string start, string again, string end, string? message) =>
        Ends(message, SafetensorsTest.File($"{new StringBuilder(start).Insert(start.Length, again, Many)}{end}", new byte[16]));

    [Fact]
    public void Open_HeaderOfManyTensors_StaysInBounds()
    {
        var items = Enumerable.Range(0, 100_000).Select(i => $"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[{i},{i + 1}]}}");
        Ends(null, SafetensorsTest.File($"{{{string.Join(',', items)}}}", new byte[100_000]));
    }

    static byte[] Repeat(byte[] step, int times)
    {
        var bytes = new byte[step.Length * times];
        for (var i = 0; i < times; i++) step.CopyTo(bytes, i * step.Length);
        return bytes;
    }

    /// <param name="message">Part of the error; null for success.</param>
    /// <param name="file">The content.</param>
    void Ends(string? message, byte[] file)
    {
        var error = Trial.Run(Folder.Write("it.pth", file));
        if (message is null) Assert.Null(error);
        else Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
