using System.Runtime.InteropServices;

namespace VarMem.Store.DuckDb.Native;

static unsafe partial class Api
{
    /// <summary>A null schema is the default one. A failed appender carries the error.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial State duckdb_appender_create(
        ConnectionHandle connection, string? schema, string table, out AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial nint duckdb_appender_error(AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_appender_column_count(AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_appender_column_type(AppenderHandle appender, ulong column);

    /// <summary>Copies the chunk's rows, which stays the caller's.</summary>
    [LibraryImport(Library)]
    internal static partial State duckdb_append_data_chunk(AppenderHandle appender, ChunkHandle chunk);

    /// <summary>Puts the rows copied so far into the table; here constraints are checked. After an error they are lost.</summary>
    [LibraryImport(Library)]
    internal static partial State duckdb_appender_flush(AppenderHandle appender);

    /// <summary>Flushes and ends.</summary>
    [LibraryImport(Library)]
    internal static partial State duckdb_appender_close(AppenderHandle appender);

    /// <summary>Flushes too, unless that failed before.</summary>
    [LibraryImport(Library)]
    internal static partial State duckdb_appender_destroy(ref nint appender);

    /// <summary>A chunk for columns of the types, which are copied; owned by the caller.</summary>
    [LibraryImport(Library)]
    internal static partial ChunkHandle duckdb_create_data_chunk(ReadOnlySpan<nint> types, ulong columnCount);

    /// <summary>Empties the chunk. Vectors may lie elsewhere afterwards: ask for their data and validity again.</summary>
    [LibraryImport(Library)]
    internal static partial void duckdb_data_chunk_reset(ChunkHandle chunk);

    [LibraryImport(Library)]
    internal static partial void duckdb_data_chunk_set_size(ChunkHandle chunk, ulong size);

    /// <summary>Rows that a chunk holds.</summary>
    [LibraryImport(Library)]
    internal static partial ulong duckdb_vector_size();

    [LibraryImport(Library)]
    internal static partial void duckdb_vector_ensure_validity_writable(nint vector);

    [LibraryImport(Library)]
    internal static partial void duckdb_validity_set_row_invalid(ulong* validity, ulong row);

    /// <summary>Copies the text into the vector.</summary>
    [LibraryImport(Library)]
    internal static partial void duckdb_vector_assign_string_element_len(nint vector, ulong index, ReadOnlySpan<byte> utf8, ulong length);
}
