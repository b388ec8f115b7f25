using System.Data;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Store.DuckDb;

public class DuckDbTransactionTest
{
    [Fact]
    public void Commit_Rows_Stay()
    {
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER)");
        using (var transaction = connection.BeginTransaction())
        {
            connection.Run("INSERT INTO t VALUES (1)");
            transaction.Commit();
            Assert.Contains("already", Assert.Throws<InvalidOperationException>(transaction.Commit).Message);
        }
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Dispose_WithoutCommit_RollsBack()
    {
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER)");
        using (connection.BeginTransaction())
            connection.Run("INSERT INTO t VALUES (1)");
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Dispose_AfterAnError_RollsBackAndGoesOn()
    {
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER PRIMARY KEY)");
        using (connection.BeginTransaction())
        {
            connection.Run("INSERT INTO t VALUES (1)");
            Assert.Throws<DuckDbException>(() => connection.Run("INSERT INTO t VALUES (1)"));
            Assert.Contains("aborted", Assert.Throws<DuckDbException>(() => connection.Run("INSERT INTO t VALUES (2)")).Message);
        }
        connection.Run("INSERT INTO t VALUES (1)");
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Commit_Conflict_ThrowsAndEndsTheTransaction()
    {
        using var folder = new TempFolder();
        using var one = new DuckDbConnection($"Data Source={folder.File("a.duckdb")}");
        using var other = new DuckDbConnection($"Data Source={folder.File("a.duckdb")}");
        one.Open();
        other.Open();
        one.Run("CREATE TABLE t(a INTEGER PRIMARY KEY)");
        using var first = one.BeginTransaction();
        using var second = other.BeginTransaction();
        one.Run("INSERT INTO t VALUES (1)");
        other.Run("INSERT INTO t VALUES (1)");
        first.Commit();
        Assert.Throws<DuckDbException>(second.Commit);
        using (var third = other.BeginTransaction())
            third.Commit();
        Assert.Equal(1L, other.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void BeginTransaction_WithinOne_IsRefused()
    {
        using var connection = InMemory.Open();
        using var transaction = connection.BeginTransaction();
        Assert.Contains("commit it or roll it back first", Assert.Throws<InvalidOperationException>(connection.BeginTransaction).Message);
        Assert.Contains(
            "Snapshot",
            Assert.Throws<NotSupportedException>(() => connection.BeginTransaction(IsolationLevel.ReadUncommitted)).Message);
    }
}
