using System.Collections;
using System.Data.Common;
using VarMem.Store.DuckDb.Native;
using VarMem.Store.DuckDb.Vectors;

namespace VarMem.Store.DuckDb;

/// <summary>
/// The rows of a command's queries: the first query's, then by <see cref="NextResult"/> those of the others;
/// statements that return no rows are passed over.
/// Rows come in chunks of up to 2048, and one chunk is in memory at a time.
/// </summary>
public sealed partial class DuckDbDataReader : DbDataReader
{
    readonly DuckDbConnection _connection;
    readonly List<ResultSet> _results;
    readonly bool _closeConnection;
    int _position;
    ResultSet? _current;
    int _row = -1;
    bool _hasRows;
    bool _isClosed;

    internal DuckDbDataReader(DuckDbConnection connection, List<ResultSet> results, bool closeConnection)
    {
        (_connection, _results, _closeConnection) = (connection, results, closeConnection);
        RecordsAffected = TotalChanged(results);
        connection.Reader = this;
        NextResult();
    }

    public override int FieldCount => _current?.Columns.Length ?? 0;
    public override bool HasRows => _hasRows;
    public override bool IsClosed => _isClosed;
    public override int RecordsAffected { get; }
    public override int Depth => 0;

    public override bool Read()
    {
        if (_current is not { ChunkRows: > 0 } result)
            return false;
        if (++_row < result.ChunkRows)
            return true;
        _row = 0;
        result.NextChunk();
        if (result.ChunkRows > 0)
            return true;
        ReleaseConnection();
        return false;
    }

    public override Task<bool> ReadAsync(CancellationToken cancellationToken) =>
        _row + 1 < (_current?.ChunkRows ?? 0) && !cancellationToken.IsCancellationRequested
            ? Task.FromResult(Read())
            : Interruptible.RunAsync(() => Api.duckdb_interrupt(_connection.Handle), Read, cancellationToken);

    public override bool NextResult()
    {
        _current?.Dispose();
        _current = null;
        while (_position < _results.Count && _current is null)
        {
            if (_results[_position++] is { Columns.Length: > 0 } rows)
                _current = rows;
        }
        _row = -1;
        _hasRows = _current is { ChunkRows: > 0 };
        if (_current is null)
            ReleaseConnection();
        return _current is not null;
    }

    public override void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _current = null;
        _results.ForEach(r => r.Dispose());
        ReleaseConnection();
        if (_closeConnection)
            _connection.Close();
    }

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    internal static int TotalChanged(List<ResultSet> results) =>
        (int)Math.Min(int.MaxValue, results.Where(r => r.RowsChanged >= 0).Select(r => (long)r.RowsChanged).DefaultIfEmpty(-1).Sum());

    /// <summary>Lets other commands run: the last result has been read, or is no longer wanted.</summary>
    void ReleaseConnection()
    {
        if (_connection.Reader == this && (_isClosed || _position == _results.Count))
            _connection.Reader = null;
    }

    VectorReader Column(int ordinal)
    {
        var columns = _current?.Columns ?? [];
        return (uint)ordinal < (uint)columns.Length ? columns[ordinal] : throw Throw.ColumnNotFound($"#{ordinal}", _current?.Names ?? []);
    }
}
