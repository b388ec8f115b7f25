using VarMem.Models;
using VarMem.Models.Checkpoints;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.Models.Var;

/// <summary>Where the scales' sides come from, and sides that no model has.</summary>
public sealed class ScalesTest : IDisposable
{
    readonly TempFolder _temp = new();
    readonly MadeUpPair _pair = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Infer_NoBuffer_NeedsThemNamed()
    {
        _pair.Remove("lvl_1L");
        Assert.Equal([1, 2, 3], Infer(1, 2, 3).PatchNums);
        Assert.Equal(
            "does not tell its scales (no buffer lvl_1L); name their sides with --patch-nums, the squares adding up to 14.",
            Error(null));
    }

    [Theory]
    [InlineData("scales of the sides 3,2,1; expected two or more, each larger than the one before, from 1 to 128.", 3, 2, 1)]
    [InlineData("scales of the sides 1,2,2; expected two or more, each larger than the one before, from 1 to 128.", 1, 2, 2)]
    [InlineData("scales of the sides 0,2,3; expected two or more, each larger than the one before, from 1 to 128.", 0, 2, 3)]
    [InlineData("scales of the sides -1,2,3; expected two or more, each larger than the one before, from 1 to 128.", -1, 2, 3)]
    [InlineData("scales of the sides 1,2147483647; expected two or more, each larger than the one before, from 1 to 128.", 1, int.MaxValue)]
    [InlineData("scales of the sides ; expected two or more, each larger than the one before, from 1 to 128.")]
    [InlineData("scales of the sides 1,2,4 make 21 tokens, but pos_1LC holds 14.", 1, 2, 4)]
    [InlineData("has a single scale; a visual autoregressive model has two or more.", 3)]
    public void Infer_NamedSidesThatCannotBe(string message, params int[] sides)
    {
        _pair.Remove("lvl_1L");
        Assert.Equal(message, Error(sides));
    }

    [Fact]
    public void Infer_NamedSidesAgainstTheBuffer()
    {
        Assert.Equal([1, 2, 3], Infer(1, 2, 3).PatchNums);
        Assert.Equal(
            "has scales of the sides 1,2,3 (buffer lvl_1L), but --patch-nums or model.json says 1,2,4; leave them away there.",
            Error([1, 2, 4]));
    }

    [Theory]
    [InlineData("1,1,2,2", "the buffer lvl_1L gives token 0 the scale 1; expected 0, 1, 2, … in rising order.")]
    [InlineData("0,2,2,2", "the buffer lvl_1L gives token 1 the scale 2, behind 0; expected 0, 1, 2, … in rising order.")]
    [InlineData("0,1,0,1", "the buffer lvl_1L gives token 2 the scale 0, behind 1; expected 0, 1, 2, … in rising order.")]
    [InlineData("0,-9223372036854775808",
        "the buffer lvl_1L gives token 1 the scale -9223372036854775808, behind 0; expected 0, 1, 2, … in rising order.")]
    [InlineData("0,1,1,1", "the buffer lvl_1L gives 1,3 tokens a scale; expected squares.")]
    [InlineData("0,1", "scales of the sides 1,1; expected two or more, each larger than the one before, from 1 to 128.")]
    [InlineData("0,1,1,1,1", "scales of the sides 1,2 make 5 tokens, but pos_1LC holds 14.")]
    [InlineData("0,0,0,0", "has a single scale; a visual autoregressive model has two or more.")]
    [InlineData("", "scales of the sides ; expected two or more, each larger than the one before, from 1 to 128.")]
    public void Infer_BufferThatCannotBe(string list, string message)
    {
        long[] scales = [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
        _pair.Change("lvl_1L", tensor => tensor with { Shape = [1, scales.Length], Integers = scales });
        Assert.Equal(message, Error(null));
    }

    [Fact]
    public void Infer_BufferOfFloats()
    {
        _pair.Change("lvl_1L", tensor => tensor with { Integers = null });
        Assert.Equal("tensor lvl_1L float32 (1, 14) was asked for integers, but holds float32.", Error(null));
    }

    TransformerArchitecture Infer(params int[]? sides)
    {
        using var checkpoint = Checkpoint.Open(_pair.Write(_temp.Path).Var);
        return TransformerArchitecture.Infer(checkpoint, sides);
    }

    string Error(int[]? sides)
    {
        var message = Assert.Throws<ModelException>(() => Infer(sides)).Message;
        var path = $"{Path.Combine(_temp.Path, "var.safetensors")}: ";
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        return message[path.Length..];
    }
}
