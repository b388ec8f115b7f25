using System.Buffers.Binary;
using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb.Vectors;

/// <summary>UUID: its 16 bytes as one number, stored with the highest bit flipped so that signed order is the text's order.</summary>
static class Uuid
{
    static readonly UInt128 HighestBit = UInt128.One << 127;

    internal static Guid FromStored(UInt128 stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, stored ^ HighestBit);
        return new Guid(bytes, bigEndian: true);
    }

    internal static HugeInt ToNative(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return HugeInt.From(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}
