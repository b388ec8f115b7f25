using System.Buffers.Binary;
using System.Text;

namespace VarMem.Models.Checkpoints;

/// <summary>A pickle's bytes and a position in them; nothing is read beyond the end, whatever length the pickle declares.</summary>
sealed class PickleBytes(string path, byte[] bytes)
{
    internal int Position { get; private set; }

    internal byte UInt8() => Take(1)[0];

    internal ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    internal int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    internal uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    internal ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>The one big-endian number of the format.</summary>
    internal double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    internal string Text(ulong length) => Encoding.UTF8.GetString(Take(length));

    /// <summary>The text up to the next line feed, which is passed over.</summary>
    internal string Line()
    {
        var length = bytes.AsSpan(Position).IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Malformed("ends inside a line");
        }
        var line = Text((ulong)length);
        Position++;
        return line;
    }

    internal ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(bytes.Length - Position))
        {
            throw Malformed($"ends where {length} more bytes were declared");
        }
        var taken = bytes.AsSpan(Position, (int)length);
        Position += taken.Length;
        return taken;
    }

    internal ModelException Malformed(string what) => throw Throw.MalformedPickle(path, Position, what);
}
