using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VarMem.Store.DuckDb.Native;

/// <summary>The databases that this process has open; holds none of them open itself.</summary>
sealed class InstanceCacheHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        Api.duckdb_destroy_instance_cache(ref handle);
        return true;
    }
}

/// <summary>Owns one reference to a database, which is checkpointed and closed with the last one.</summary>
sealed class DatabaseHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        Api.duckdb_close(ref handle);
        return true;
    }
}

/// <summary>Owns a connection; its open transaction is rolled back on release.</summary>
sealed class ConnectionHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        Api.duckdb_disconnect(ref handle);
        return true;
    }
}

sealed class ConfigHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        Api.duckdb_destroy_config(ref handle);
        return true;
    }
}

/// <summary>Owns the parsed statements of one SQL text.</summary>
sealed class ExtractedHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        Api.duckdb_destroy_extracted(ref handle);
        return true;
    }
}

/// <summary>Owns a prepared statement, also a failed one, which carries the error.</summary>
sealed class PreparedHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        Api.duckdb_destroy_prepare(ref handle);
        return true;
    }
}

/// <summary>Owns a result and the memory of its struct.</summary>
sealed unsafe class ResultHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ResultHandle() : base(true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    /// <summary>For functions that take the result by value: a copy of the struct that owns nothing.</summary>
    internal NativeResult Value => *(NativeResult*)handle;

    protected override bool ReleaseHandle()
    {
        Api.duckdb_destroy_result(handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}

/// <summary>Owns a chunk and the vectors in it.</summary>
sealed class ChunkHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        Api.duckdb_destroy_data_chunk(ref handle);
        return true;
    }
}

sealed class LogicalTypeHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        Api.duckdb_destroy_logical_type(ref handle);
        return true;
    }
}

/// <summary>Owns a value; a statement or list that takes it copies it.</summary>
sealed class ValueHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        Api.duckdb_destroy_value(ref handle);
        return true;
    }
}

/// <summary>Owns an appender, whose release flushes: who wants its rows gone rolls the transaction back.</summary>
sealed class AppenderHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        Api.duckdb_appender_destroy(ref handle);
        return true;
    }
}
