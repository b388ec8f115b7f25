using System.Runtime.InteropServices;

namespace VarMem.Store.DuckDb.Native;

/// <summary>
/// The part of DuckDB 1.5's C API in use, under the names of duckdb.h, a file a chapter.
/// SafeHandles are owned and destroyed by their class; an <c>nint</c> is borrowed from the object it was asked of.
/// </summary>
static unsafe partial class Api
{
    const string Library = "duckdb";

    /// <summary>
    /// Databases of this process by path: opening a file twice gives the same database,
    /// as DuckDB's file lock does not guard within a process.
    /// </summary>
    [LibraryImport(Library)]
    internal static partial InstanceCacheHandle duckdb_create_instance_cache();

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_instance_cache(ref nint cache);

    /// <remarks>An error is owned by the caller, who frees it with <see cref="duckdb_free"/>; it is null on success.</remarks>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial State duckdb_get_or_create_from_cache(
        InstanceCacheHandle cache, string path, out DatabaseHandle database, ConfigHandle config, out nint error);

    [LibraryImport(Library)]
    internal static partial void duckdb_close(ref nint database);

    [LibraryImport(Library)]
    internal static partial State duckdb_connect(DatabaseHandle database, out ConnectionHandle connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_disconnect(ref nint connection);

    /// <summary>May be called from any thread.</summary>
    [LibraryImport(Library)]
    internal static partial void duckdb_interrupt(ConnectionHandle connection);

    [LibraryImport(Library)]
    internal static partial State duckdb_create_config(out ConfigHandle config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial State duckdb_set_config(ConfigHandle config, string name, string option);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_config(ref nint config);

    [LibraryImport(Library)]
    internal static partial nint duckdb_library_version();

    [LibraryImport(Library)]
    internal static partial void duckdb_free(nint memory);

    /// <summary>The text of a pointer that stays DuckDB's; empty for a null pointer.</summary>
    internal static string Text(nint borrowed) => Marshal.PtrToStringUTF8(borrowed) ?? "";

    /// <summary>The text of a pointer that is ours, which is freed.</summary>
    internal static string TakeText(nint owned)
    {
        var text = Text(owned);
        duckdb_free(owned);
        return text;
    }
}
