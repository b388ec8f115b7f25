using System.Runtime.InteropServices;

namespace VarMem.Store.DuckDb.Native;

static unsafe partial class Api
{
    /// <returns>The number of statements; 0 if the text does not parse.</returns>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ulong duckdb_extract_statements(ConnectionHandle connection, string sql, out ExtractedHandle statements);

    [LibraryImport(Library)]
    internal static partial nint duckdb_extract_statements_error(ExtractedHandle statements);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_extracted(ref nint statements);

    [LibraryImport(Library)]
    internal static partial State duckdb_prepare_extracted_statement(
        ConnectionHandle connection, ExtractedHandle statements, ulong index, out PreparedHandle prepared);

    [LibraryImport(Library)]
    internal static partial nint duckdb_prepare_error(PreparedHandle prepared);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_prepare(ref nint prepared);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_nparams(PreparedHandle prepared);

    /// <summary>Parameters count from 1.</summary>
    /// <returns>Owned by the caller; the number as text for a positional parameter.</returns>
    [LibraryImport(Library)]
    internal static partial nint duckdb_parameter_name(PreparedHandle prepared, ulong index);

    /// <summary>Parameters count from 1; the value is copied.</summary>
    [LibraryImport(Library)]
    internal static partial State duckdb_bind_value(PreparedHandle prepared, ulong index, ValueHandle value);

    /// <summary>Runs a statement and holds its whole result.</summary>
    [LibraryImport(Library)]
    internal static partial State duckdb_execute_prepared(PreparedHandle prepared, ResultHandle result);

    /// <summary>Runs a statement; a query goes on as its chunks are fetched, anything else runs to its end.</summary>
    [LibraryImport(Library)]
    internal static partial State duckdb_execute_prepared_streaming(PreparedHandle prepared, ResultHandle result);
}
