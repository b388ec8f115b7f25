using System.Data;
using System.Data.Common;

namespace VarMem.Store.DuckDb;

/// <summary>A transaction; disposed without Commit it is rolled back.</summary>
public sealed class DuckDbTransaction : DbTransaction
{
    DuckDbConnection? _connection;

    internal DuckDbTransaction(DuckDbConnection connection)
    {
        if (connection.Transaction is not null)
            throw Throw.TransactionOpen();
        connection.Run("BEGIN TRANSACTION");
        connection.Transaction = this;
        _connection = connection;
    }

    public override IsolationLevel IsolationLevel => IsolationLevel.Snapshot;

    protected override DbConnection? DbConnection => _connection;

    public override void Commit() => End("COMMIT");

    public override void Rollback() => End("ROLLBACK");

    /// <summary>A transaction whose COMMIT fails is rolled back by DuckDB: over it is in any case.</summary>
    void End(string sql)
    {
        var connection = _connection ?? throw Throw.TransactionOver();
        _connection = null;
        connection.Transaction = null;
        connection.Run(sql);
    }

    protected override void Dispose(bool disposing)
    {
        try
        {
            if (disposing && _connection is not null)
                Rollback();
        }
        catch (DuckDbException)
        {
            // A database that cannot even roll back keeps nothing of the transaction; the error that led here is the one to tell.
        }
        base.Dispose(disposing);
    }
}
