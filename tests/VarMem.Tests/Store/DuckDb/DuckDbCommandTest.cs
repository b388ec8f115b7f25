using System.Data;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Store.DuckDb;

public class DuckDbCommandTest
{
    public static TheoryData<object?, string> ParameterValues => new()
    {
        { true, "BOOLEAN" },
        { (sbyte)-3, "TINYINT" },
        { (byte)3, "UTINYINT" },
        { (short)-300, "SMALLINT" },
        { (ushort)300, "USMALLINT" },
        { -70_000, "INTEGER" },
        { 70_000u, "UINTEGER" },
        { long.MinValue, "BIGINT" },
        { ulong.MaxValue, "UBIGINT" },
        { Int128.MinValue, "HUGEINT" },
        { UInt128.MaxValue, "UHUGEINT" },
        { 0.1f, "FLOAT" },
        { 0.1, "DOUBLE" },
        { -12345.678m, "DECIMAL(38,3)" },
        { decimal.MaxValue, "DECIMAL(38,0)" },
        { "ünïcode and \0 inside", "VARCHAR" },
        { new byte[] { 0, 1, 255 }, "BLOB" },
        { new DateOnly(1600, 2, 29), "DATE" },
        { new TimeOnly(23, 59, 59, 999, 999), "TIME" },
        { new DateTime(1969, 12, 31, 23, 59, 59, 999), "TIMESTAMP" },
        { new TimeSpan(3, 4, 5, 6, 7), "INTERVAL" },
        { new Guid("12345678-9abc-def0-1234-56789abcdef0"), "UUID" },
        { new object?[] { 1, 2, 3 }, "INTEGER[]" },
    };

    [Theory]
    [MemberData(nameof(ParameterValues))]
    public void Parameters_OfEveryType_ComeBackAsTheyWere(object? value, string typeName)
    {
        using var connection = InMemory.Open();
        var given = value is object?[] list ? list.Cast<int>().ToArray() : value;
        using var reader = connection.Query("SELECT $1, typeof($1)", given);
        reader.Read();
        Assert.Equal(value, reader.GetValue(0));
        Assert.Equal(typeName, reader.GetString(1));
    }

    [Fact]
    public void Parameters_Null_BindsNull()
    {
        using var connection = InMemory.Open();
        Assert.Equal(true, connection.Scalar("SELECT $1 IS NULL", [null]));
        Assert.Equal(true, connection.Scalar("SELECT $1 IS NULL", DBNull.Value));
    }

    [Fact]
    public void Parameters_NamedInSeveralStatements_BindWhereTheyStand()
    {
        using var connection = InMemory.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "CREATE TABLE t(a INTEGER, b VARCHAR); INSERT INTO t VALUES ($a, $b), ($a + 1, NULL); SELECT b FROM t WHERE a = $A";
        command.Parameters.Add("a", 7);
        command.Parameters.Add("$b", "seven");
        Assert.Equal("seven", command.ExecuteScalar());
    }

    [Fact]
    public void Parameters_Positional_BindInOrder()
    {
        using var connection = InMemory.Open();
        Assert.Equal("ab", connection.Scalar("SELECT ? || ?", "a", "b"));
        Assert.Equal("ba", connection.Scalar("SELECT $2 || $1", "a", "b"));
    }

    [Fact]
    public void Parameters_Missing_NamesItAndThoseGiven()
    {
        using var connection = InMemory.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT $percentile";
        command.Parameters.Add("percent", 90);
        var error = Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
        Assert.Equal("The statement needs a value for $percentile; given were: $percent.", error.Message);
    }

    [Fact]
    public void ExecuteNonQuery_SeveralStatements_SumsChangedRows()
    {
        using var connection = InMemory.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t(a INTEGER)";
        Assert.Equal(-1, command.ExecuteNonQuery());
        command.CommandText = "INSERT INTO t FROM range(5); SELECT 42; DELETE FROM t WHERE a < 2; -- the end";
        Assert.Equal(7, command.ExecuteNonQuery());
    }

    [Fact]
    public void ExecuteScalar_NoRows_IsNull()
    {
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER)");
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT a FROM t";
        Assert.Null(command.ExecuteScalar());
        command.CommandText = "";
        Assert.Null(command.ExecuteScalar());
    }

    [Fact]
    public void ExecuteNonQuery_SecondStatementFails_NamesDuckDbsReasonAndKeepsTheFirst()
    {
        using var connection = InMemory.Open();
        var error = Assert.Throws<DuckDbException>(() => connection.Run("CREATE TABLE t AS SELECT 1 AS a; SELECT nothing FROM t"));
        Assert.Contains("Referenced column \"nothing\" not found", error.Message);
        Assert.Equal(1, connection.Scalar("SELECT a FROM t"));
    }

    [Fact]
    public void ExecuteReader_SyntaxError_SaysWhere()
    {
        using var connection = InMemory.Open();
        var error = Assert.Throws<DuckDbException>(() => connection.Query("SELEC 1"));
        Assert.Contains("syntax error at or near \"SELEC\"", error.Message);
    }

    /// <summary>
    /// On one thread: where one of several fails, DuckDB 1.5 sets the flag of an interrupt to stop the others, and a result that streams may
    /// see it first. In about one of a hundred runs it then reports the interrupt alone, and the failure is not to be had from it.
    /// </summary>
    [Fact]
    public void ExecuteReader_ErrorWhileRunning_IsThrown()
    {
        using var connection = new DuckDbConnection("Threads=1");
        connection.Open();
        using var reader = connection.Query("SELECT CASE WHEN i = 100000 THEN error('stop here') ELSE '' END FROM range(200000) t(i)");
        var error = Assert.Throws<DuckDbException>(() =>
        {
            while (reader.Read())
            {
            }
        });
        Assert.Contains("stop here", error.Message);
    }

    [Fact]
    public void ExecuteReader_WhileAReaderIsOpen_SaysSo()
    {
        using var connection = InMemory.Open();
        using (connection.Query("SELECT i FROM range(1000000) t(i)"))
            Assert.StartsWith(
                "A reader is open on this connection",
                Assert.Throws<InvalidOperationException>(() => connection.Scalar("SELECT 1")).Message);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task Cancel_FromAnotherThread_EndsTheQuery()
    {
        using var connection = InMemory.Open();
        using var command = connection.CreateCommand();
        command.CommandText = EndlessQuery;
        var running = Task.Run(command.ExecuteScalar);
        while (!running.IsCompleted)
        {
            command.Cancel();
            await Task.Delay(10);
        }
        var error = await Assert.ThrowsAsync<DuckDbException>(() => running);
        Assert.Equal(
            "INTERRUPT Error: Interrupted! Unless you stopped it, a part of it failed: `SET threads = 1;` ahead of it shows why.", error.Message);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task ExecuteScalarAsync_TokenCancelled_EndsAsCancelled()
    {
        using var connection = InMemory.Open();
        using var command = connection.CreateCommand();
        command.CommandText = EndlessQuery;
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteNonQueryAsync(cancellation.Token));
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task ReadAsync_TokenCancelled_EndsAsCancelled()
    {
        using var connection = InMemory.Open();
        using var reader = connection.Query("SELECT i FROM range(100000000000000) t(i) WHERE i < 1000000 OR i % 7 = 8");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await reader.ReadAsync(cancellation.Token))
            {
            }
        });
    }

    [Fact]
    public void CommandTypeAndTimeout_Other_AreRefused()
    {
        using var command = new DuckDbCommand();
        Assert.Contains(
            "SQL text alone",
            Assert.Throws<NotSupportedException>(() => command.CommandType = CommandType.StoredProcedure).Message);
        Assert.Contains("cancellation token", Assert.Throws<NotSupportedException>(() => command.CommandTimeout = 30).Message);
        Assert.Contains("set Connection first", Assert.Throws<InvalidOperationException>(() => command.ExecuteNonQuery()).Message);
    }

    const string EndlessQuery = "SELECT sum(a.i * b.i) FROM range(10000000) a(i), range(10000000) b(i)";
}
