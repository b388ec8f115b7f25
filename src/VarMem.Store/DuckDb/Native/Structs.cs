using System.Runtime.InteropServices;

namespace VarMem.Store.DuckDb.Native;

/// <summary>duckdb_result: five deprecated fields and a pointer that DuckDB owns until duckdb_destroy_result.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct NativeResult
{
    fixed ulong _deprecated[5];
    readonly nint _internalData;
}

/// <summary>duckdb_hugeint and duckdb_uhugeint. As a parameter Int128 would be passed by the rules of C's __int128.</summary>
readonly record struct HugeInt(ulong Lower, ulong Upper)
{
    internal static HugeInt From(Int128 value) => new((ulong)(value & ulong.MaxValue), unchecked((ulong)(value >> 64)));
    internal static HugeInt From(UInt128 value) => new((ulong)(value & ulong.MaxValue), (ulong)(value >> 64));
}

/// <summary>duckdb_decimal</summary>
readonly record struct NativeDecimal(byte Width, byte Scale, HugeInt Value);

/// <summary>duckdb_list_entry: where a row's elements lie in the child vector.</summary>
readonly record struct ListEntry(ulong Offset, ulong Length);

/// <summary>duckdb_string_t: up to 12 bytes stand in the struct itself, a longer text behind a pointer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
unsafe struct NativeString
{
    const int InlineLength = 12;

    [FieldOffset(0)] internal int Length;
    [FieldOffset(4)] fixed byte _inlined[InlineLength];
    [FieldOffset(8)] readonly byte* _pointer;

    /// <summary>The bytes of a string that lies in a vector; valid as long as its chunk.</summary>
    internal static ReadOnlySpan<byte> Bytes(NativeString* text) =>
        new(text->Length <= InlineLength ? text->_inlined : text->_pointer, text->Length);
}
