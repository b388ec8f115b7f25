using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb.Vectors;

/// <summary>DECIMAL: an integer, and a scale that the type gives.</summary>
static class Decimals
{
    static readonly UInt128 LargestMantissa = (UInt128.One << 96) - 1;

    /// <summary>Exactly; a number of more digits than .NET's decimal holds (28) is an error.</summary>
    internal static decimal FromStored(Int128 stored, byte scale, string typeName)
    {
        var mantissa = stored < 0 ? UInt128.Zero - (UInt128)stored : (UInt128)stored;
        // Zeros at the end are no digits that need room.
        for (; scale > 0 && (mantissa > LargestMantissa || scale > 28) && mantissa % 10 == 0; scale--)
            mantissa /= 10;
        if (mantissa > LargestMantissa || scale > 28)
            throw Throw.DecimalTooLong(typeName);
        return new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), stored < 0, scale);
    }

    internal static NativeDecimal ToNative(decimal value)
    {
        const byte widest = 38;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = ((UInt128)(uint)bits[2] << 64 | (UInt128)(uint)bits[1] << 32 | (uint)bits[0]) is var magnitude && value < 0
            ? -(Int128)magnitude
            : (Int128)magnitude;
        return new NativeDecimal(widest, value.Scale, HugeInt.From(mantissa));
    }
}
