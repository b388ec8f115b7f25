using System.Numerics;
using VarMem.Store.DuckDb.Vectors;

namespace VarMem.Store.DuckDb;

/// <summary>Whole chunks at a time, for millions of rows.</summary>
public sealed partial class DuckDbDataReader
{
    /// <summary>Moves to the next chunk and returns how many rows it has, 0 after the last. Not to be mixed with <see cref="Read"/>.</summary>
    public int ReadChunk()
    {
        if (_current is not { ChunkRows: > 0 } result)
            return 0;
        if (_row >= 0)
            result.NextChunk();
        _row = 0;
        if (result.ChunkRows == 0)
            ReleaseConnection();
        return result.ChunkRows;
    }

    /// <summary>
    /// A column of numbers of the present chunk, where it lies in DuckDB's memory: valid until the next one. A NULL reads as an undefined
    /// value.
    /// </summary>
    public ReadOnlySpan<T> Chunk<T>(int ordinal) where T : unmanaged, INumber<T> =>
        Column(ordinal) is NumberReader<T> column ? column.Span(_current!.ChunkRows) : throw Throw.NoConversion(Column(ordinal), typeof(T));
}
