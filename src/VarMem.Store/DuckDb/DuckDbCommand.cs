using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb;

/// <summary>
/// SQL text, of one or more statements, with parameters <c>$name</c>, <c>$1</c> or <c>?</c>.
/// The whole text runs when the command is executed,
/// except that the rows of a last query are computed as they are read.
/// </summary>
public sealed class DuckDbCommand : DbCommand
{
    DuckDbConnection? _connection;

    [AllowNull]
    public override string CommandText { get => field; set => field = value ?? ""; } = "";

    public new DuckDbConnection? Connection { get => _connection; set => _connection = value; }

    protected override DbConnection? DbConnection { get => _connection; set => _connection = (DuckDbConnection?)value; }

    public new DuckDbParameterCollection Parameters { get; } = [];

    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <summary>Has no effect: a command belongs to the transaction of its connection.</summary>
    protected override DbTransaction? DbTransaction { get; set; }

    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw Throw.CommandType(value);
        }
    }

    public override int CommandTimeout
    {
        get => 0;
        set
        {
            if (value != 0)
                throw Throw.CommandTimeout(value);
        }
    }

    public override bool DesignTimeVisible { get; set; }
    public override UpdateRowSource UpdatedRowSource { get; set; }

    /// <summary>Interrupts what runs on the connection, from any thread; the interrupted call throws.</summary>
    public override void Cancel()
    {
        if (_connection is { State: ConnectionState.Open })
            Api.duckdb_interrupt(_connection.Handle);
    }

    public override int ExecuteNonQuery() => ExecuteNonQuery(default);

    public override object? ExecuteScalar() => ExecuteScalar(default);

    public new DuckDbDataReader ExecuteReader(CommandBehavior behavior = CommandBehavior.Default) => ExecuteReader(behavior, default);

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior, default);

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        Interruptible.RunAsync(Cancel, () => ExecuteNonQuery(cancellationToken), cancellationToken);

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        Interruptible.RunAsync(Cancel, () => ExecuteScalar(cancellationToken), cancellationToken);

    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        Interruptible.RunAsync(Cancel, () => (DbDataReader)ExecuteReader(behavior, cancellationToken), cancellationToken);

    /// <summary>Has no effect: a statement is prepared when those before it have run.</summary>
    public override void Prepare()
    {
    }

    public new DuckDbParameter CreateParameter() => new();

    protected override DbParameter CreateDbParameter() => new DuckDbParameter();

    /// <returns>Rows changed by all statements; -1 if none of them changes rows.</returns>
    int ExecuteNonQuery(CancellationToken cancellation)
    {
        var results = Run(streamLast: false, cancellation);
        results.ForEach(r => r.Dispose());
        return DuckDbDataReader.TotalChanged(results);
    }

    object? ExecuteScalar(CancellationToken cancellation)
    {
        using var reader = ExecuteReader(CommandBehavior.Default, cancellation);
        return reader.FieldCount > 0 && reader.Read() ? reader.GetValue(0) : null;
    }

    DuckDbDataReader ExecuteReader(CommandBehavior behavior, CancellationToken cancellation)
    {
        var results = Run(streamLast: true, cancellation);
        return new DuckDbDataReader(_connection!, results, closeConnection: behavior.HasFlag(CommandBehavior.CloseConnection));
    }

    List<ResultSet> Run(bool streamLast, CancellationToken cancellation)
    {
        var connection = _connection ?? throw Throw.NoConnection();
        if (connection.Reader is not null)
            throw Throw.ReaderOpen();
        return Statements.Run(connection.Handle, CommandText, Parameters, streamLast, cancellation);
    }
}
