using VarMem.Store.DuckDb.Native;
using VarMem.Store.DuckDb.Vectors;

namespace VarMem.Store.DuckDb;

/// <summary>The result of one statement, chunk by chunk. Owns the result and the chunk that is being read.</summary>
sealed class ResultSet : IDisposable
{
    readonly ResultHandle _result;
    ChunkHandle? _chunk;

    /// <summary>Takes over the result; the first chunk is fetched at once, so that an error of the query shows here.</summary>
    internal ResultSet(ResultHandle result)
    {
        _result = result;
        var kind = Api.duckdb_result_return_type(result.Value);
        RowsChanged = kind == ResultKind.ChangedRows ? (int)Math.Min(Api.duckdb_rows_changed(result), int.MaxValue) : -1;
        var count = kind == ResultKind.Rows ? (int)Api.duckdb_column_count(result) : 0;
        Names = new string[count];
        Columns = new VectorReader[count];
        for (var i = 0; i < count; i++)
        {
            using var type = Api.duckdb_column_logical_type(result, (ulong)i);
            Names[i] = Api.Text(Api.duckdb_column_name(result, (ulong)i));
            Columns[i] = VectorReaders.For(type);
        }
        if (count > 0)
            NextChunk();
    }

    internal string[] Names { get; }

    internal VectorReader[] Columns { get; }

    /// <summary>By INSERT, UPDATE or DELETE; -1 for other statements.</summary>
    internal int RowsChanged { get; }

    /// <summary>Rows of the present chunk; 0 after the last one.</summary>
    internal int ChunkRows { get; private set; }

    internal void NextChunk()
    {
        _chunk?.Dispose();
        ChunkRows = 0;
        _chunk = Api.duckdb_fetch_chunk(_result.Value);
        if (_chunk.IsInvalid)
        {
            if (Api.Text(Api.duckdb_result_error(_result)) is { Length: > 0 } error)
                throw Throw.Sql(error);
            return;
        }
        ChunkRows = (int)Api.duckdb_data_chunk_get_size(_chunk);
        for (var i = 0; i < Columns.Length; i++)
            Columns[i].Bind(Api.duckdb_data_chunk_get_vector(_chunk, (ulong)i));
    }

    public void Dispose()
    {
        _chunk?.Dispose();
        _result.Dispose();
    }
}
