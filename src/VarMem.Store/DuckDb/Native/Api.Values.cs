using System.Runtime.InteropServices;

namespace VarMem.Store.DuckDb.Native;

/// <summary>Values for parameters; each is owned by the caller.</summary>
static unsafe partial class Api
{
    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_value(ref nint value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_null_value();

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_bool([MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int8(sbyte value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint8(byte value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int16(short value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint16(ushort value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int32(int value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint32(uint value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_int64(long value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uint64(ulong value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_hugeint(HugeInt value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uhugeint(HugeInt value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_float(float value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_double(double value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_decimal(NativeDecimal value);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_varchar_length(ReadOnlySpan<byte> utf8, ulong length);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_blob(ReadOnlySpan<byte> bytes, ulong length);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_date(int days);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_time(long microseconds);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp(long microseconds);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_timestamp_tz(long microseconds);

    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_interval(DuckDbInterval value);

    /// <summary>From the UUID's 16 bytes as one number, first byte highest.</summary>
    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_uuid(HugeInt value);

    /// <summary>A LIST of elements of one type, which are copied.</summary>
    [LibraryImport(Library)]
    internal static partial ValueHandle duckdb_create_list_value(LogicalTypeHandle type, ReadOnlySpan<nint> values, ulong count);
}
