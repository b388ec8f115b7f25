using System.Numerics;
using VarMem.Models;
using VarMem.Models.Checkpoints;

namespace VarMem.Tests.Models.Checkpoints;

/// <summary>Pickles as Python writes them, and as somebody who means harm does.</summary>
public class UnpicklerTest : CheckpointFiles
{
    public static TheoryData<int> Protocols => [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Load_WhatPythonWrote_GivesPlainValues(int protocol)
    {
        var root = (PickleDict)Load(PythonPickles.Protocol(protocol))!;
        Assert.Equal(7L, root["epoch"]);
        var arguments = (PickleDict)root["args"]!;
        Assert.Equal(1.5e-4, arguments["lr"]);
        Assert.Equal(BigInteger.Pow(2, 70), arguments["big"]);
        Assert.Equal(-(1L << 40), arguments["neg"]);
        Assert.Equal(300L, arguments["mid"]);
        Assert.Equal(-1L, arguments["minus"]);
        Assert.Equal(true, arguments["yes"]);
        Assert.Equal(false, arguments["no"]);
        Assert.Null(arguments["none"]);
        Assert.Equal("emöji\n", arguments["name"]);
        Assert.Equal(new List<object?> { 1L, 2L, 3L }, arguments["ticks"]);
        Assert.Equal(new object?[] { 0.9, 0.95, 1L, 2L }, arguments["betas"]);
        Assert.Equal(new object?[] { 1L, new object?[] { 2L } }, arguments["pair"]);
        Assert.Equal(Array.Empty<object?>(), arguments["empty"]);
        var loop = Assert.IsType<List<object?>>(arguments["loop"]);
        Assert.Same(loop, Assert.Single(loop));
        if (protocol >= 3)
        {
            Assert.Equal(new byte[] { 0, 255 }, arguments["raw"]);
        }
        if (protocol >= 4)
        {
            Assert.Equal(new List<object?> { 1L, 2L }, arguments["set"]);
            Assert.Equal(new object?[] { 3L }, arguments["frozen"]);
        }
        if (protocol >= 5)
        {
            Assert.Equal("abc"u8.ToArray(), arguments["array"]);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Open_WhatPythonWrote_GivesTheTensors(int protocol)
    {
        using var checkpoint = Open(TorchFile.Of(PythonPickles.Protocol(protocol),
            ("0", TorchFile.Bytes(0f, 1f, 2f, 3f, 4f, 5f)), ("1", TorchFile.Bytes(8L, 9L))));
        Assert.Equal(
            ["weight float32 (2, 3)", "weight_t float32 (3, 2)", "lvl int64 (2)"],
            checkpoint.Tensors.Values.Select(tensor => tensor.ToString()));
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], checkpoint.ReadFloats("weight_t"));
        Assert.Equal([8L, 9L], checkpoint.ReadInt64("lvl"));
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "getattr")]
    [InlineData("torch", "load")]
    [InlineData("torch._utils", "_rebuild_tensor_v2.__globals__")]
    [InlineData("collections", "OrderedDict.__class__")]
    [InlineData("", "")]
    public void Open_ForeignCall_IsRefusedByName(string module, string name) => Assert.StartsWith(
        $"its pickle names {module}.{name} (before byte ",
        OpenError(TorchFile.Of(Pickle.Program(Pickle.Call(module, name, Pickle.Text("touch owned"))))));

    [Fact]
    public void Open_ForeignCall_SaysThatNothingWasRun() => Assert.Equal(
        "its pickle names os.system (before byte 13), which no state dict needs; nothing was run. "
        + "If you trust the file, load it in PyTorch and save its state dict alone.",
        OpenError(TorchFile.Of(Pickle.Program(Pickle.Call("os", "system", Pickle.Text("true"))))));

    [Fact]
    public void Open_ForeignCallAnywhere_IsRefused()
    {
        var evil = Pickle.Call("builtins", "eval", Pickle.Text("1"));
        byte[][] pickles =
        [
            Pickle.Dict(("a", Pickle.Tensor(1, 0, [1], [1])), ("b", evil)),
            Pickle.Call("collections", "OrderedDict", evil),
            Pickle.Tuple(Pickle.Tuple(Pickle.Tuple(evil))),
            [.. Pickle.Text("builtins"), .. Pickle.Text("eval"), 0x93, .. Pickle.Tuple(Pickle.Text("1")), (byte)'R'], // STACK_GLOBAL
            [(byte)'(', .. Pickle.Text("1"), .. "ibuiltins\neval\n"u8], // INST
            [(byte)'(', .. Pickle.Global("builtins", "eval"), .. Pickle.Text("1"), (byte)'o'], // OBJ
            [.. Pickle.Global("builtins", "eval"), .. Pickle.Tuple(), 0x81], // NEWOBJ
            [.. evil, (byte)'0', .. Pickle.Dict()], // made and dropped
            [.. Pickle.Dict(), .. evil, (byte)'b'], // as state
        ];
        Assert.All(pickles, pickle =>
            Assert.StartsWith("its pickle names builtins.eval (before byte ", OpenError(TorchFile.Of(Pickle.Program(pickle)))));
    }

    [Fact]
    public void Open_GlobalNameWithLineFeed_StaysOnOneLine() => Assert.Contains(
        "names a?b.c",
        OpenError(TorchFile.Of(Pickle.Program([.. Pickle.Text("a\nb"), .. Pickle.Text("c"), 0x93]))));

    [Theory]
    [InlineData("R", "takes a value where none is")]
    [InlineData("N)R", "calls something that cannot be called")]
    [InlineData("ccollections\nOrderedDict\nNR", "calls something that cannot be called")]
    [InlineData("ccollections\nOrderedDict\n(Nl", "has opcode 0x6c, which no state dict needs")]
    [InlineData("ccollections\nOrderedDict\n(NtR", "calls collections.OrderedDict with unknown arguments")]
    [InlineData("cos", "ends inside a line")]
    [InlineData("N(0t", "looks for a mark where none is")]
    [InlineData("N(\u0085", "takes a value where none is")]
    [InlineData("h\u0007", "recalls value 7, which was never memoized")]
    [InlineData("q\u0000", "takes a value where none is")]
    [InlineData("}(Nu", "has a key without a value")]
    [InlineData("](NNu", "fills something that takes no items")]
    [InlineData("}Na", "fills something that takes no items")]
    [InlineData("NNb", "fills something that takes no items")]
    [InlineData("NQ", "has a storage that is none")]
    [InlineData("NN\u0093", "names a global by something that is no text")]
    [InlineData("Iabc\n", "has a number that is none")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff", "ends where 4294967295 more bytes were declared")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "ends where 18446744073709551615 more bytes were declared")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u00ff", "ends where 4294967295 more bytes were declared")]
    [InlineData("\u0082\u0001", "has opcode 0x82, which no state dict needs")] // EXT1
    [InlineData("Pid\n", "has opcode 0x50, which no state dict needs")] // PERSID
    [InlineData("N", "ends where 1 more bytes were declared")]
    public void Load_Malformed_SaysHow(string pickle, string what)
    {
        var message = Assert.Throws<ModelException>(() => Load([.. pickle.Select(c => (byte)c)])).Message;
        Assert.StartsWith($"f.pth: is damaged or no state dict: its pickle {what} (before byte ", message);
    }

    [Fact]
    public void Load_TooManyValues_StopsEarly()
    {
        Assert.Contains("makes more than 1048576 values", LoadError([.. Enumerable.Repeat((byte)'N', 2_000_000), (byte)'.']));
        Assert.Contains("memoizes more than 1048576 values", LoadError([(byte)'N', .. Enumerable.Repeat((byte)0x94, 2_000_000)]));
    }

    [Fact]
    public void Load_LongNumber_IsNotParsed() =>
        Assert.Contains("has a number that is none", LoadError([(byte)'L', .. Enumerable.Repeat((byte)'9', 5_000_000), (byte)'\n']));

    /// <summary>Tuples of tuples of one tuple: 2^100 values if anybody walked them.</summary>
    [Fact]
    public void Load_DoublingTuples_StaySmall()
    {
        byte[] doubling = [(byte)')', .. Enumerable.Repeat<byte[]>([(byte)'2', 0x86], 100).SelectMany(step => step), (byte)'.'];
        Assert.IsType<object?[]>(Load(doubling));
    }

    [Fact]
    public void Open_LongPickle_IsNotRead() => Assert.Equal(
        "data.pkl has 16777217 bytes, a state dict's has at most 16777216; save the state dict alone.",
        OpenError(TorchFile.Of(new byte[(16 << 20) + 1])));

    static object? Load(byte[] pickle) => new Unpickler("f.pth", pickle).Load();

    static string LoadError(byte[] pickle) => Assert.Throws<ModelException>(() => Load(pickle)).Message;
}
