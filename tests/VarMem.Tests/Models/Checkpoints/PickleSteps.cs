namespace VarMem.Tests.Models.Checkpoints;

/// <summary>A pickle taken apart into its opcodes, so that a change hits an opcode or an argument and the rest stays readable.</summary>
static class PickleSteps
{
    /// <summary>The opcodes in order, each with its argument.</summary>
    internal static List<byte[]> Split(byte[] pickle)
    {
        var steps = new List<byte[]>();
        for (var at = 0; at < pickle.Length; at += steps[^1].Length)
        {
            steps.Add(pickle[at..(at + 1 + ArgumentLength(pickle.AsSpan(at)))]);
        }
        return steps;
    }

    /// <summary>Whether the opcode counts what follows, and by how many bytes.</summary>
    internal static int LengthBytes(byte opcode) => opcode switch
    {
        0x8a or 0x8c or (byte)'C' => 1,
        0x8b or (byte)'X' or (byte)'B' => 4,
        0x8d or 0x8e or 0x95 or 0x96 => 8,
        _ => 0,
    };

    static int ArgumentLength(ReadOnlySpan<byte> step) => step[0] switch
    {
        0x80 or (byte)'K' or (byte)'h' or (byte)'q' => 1,
        (byte)'M' => 2,
        (byte)'J' or (byte)'j' or (byte)'r' => 4,
        (byte)'G' or 0x95 => 8, // a frame's content is steps of its own
        (byte)'I' or (byte)'L' => Line(step, 1),
        (byte)'c' or (byte)'i' => Line(step, 2),
        var opcode when LengthBytes(opcode) is > 0 and var bytes => bytes + Counted(step.Slice(1, bytes)),
        _ => 0,
    };

    /// <summary>The length of so many lines behind the opcode.</summary>
    static int Line(ReadOnlySpan<byte> step, int lines)
    {
        var end = 0;
        for (; lines > 0; lines--) end += 1 + step[(1 + end)..].IndexOf((byte)'\n');
        return end;
    }

    static int Counted(ReadOnlySpan<byte> length)
    {
        var count = 0;
        for (var i = Math.Min(4, length.Length) - 1; i >= 0; i--) count = count << 8 | length[i];
        return count;
    }
}
