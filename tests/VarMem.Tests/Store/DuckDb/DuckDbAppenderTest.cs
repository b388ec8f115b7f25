using FsCheck;
using FsCheck.Fluent;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Store.DuckDb;

public class DuckDbAppenderTest
{
    [Fact]
    public void Complete_ManyChunks_RowsAreThere()
    {
        const int rows = 500_000;
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER, b FLOAT)");
        using (var appender = connection.CreateAppender("t"))
        {
            AppendRows(appender, rows);
            appender.Complete();
        }
        using var reader = connection.Query("SELECT a, b FROM t");
        for (var i = 0; i < rows; i++)
        {
            Assert.True(reader.Read());
            Assert.Equal(i, reader.GetInt32(0));
            Assert.Equal(i / 2f, reader.GetFloat(1));
        }
        Assert.False(reader.Read());
    }

    [Fact]
    public void Append_TextsAndNulls_ComeBackAsTheyWere()
    {
        using var connection = InMemory.Open();
        Prop.ForAll<string?[]>(texts => CheckTexts(connection, texts)).QuickCheckThrowOnFailure();
    }

    static void CheckTexts(DuckDbConnection connection, string?[] texts)
    {
        connection.Run("CREATE OR REPLACE TABLE t(i INTEGER, text VARCHAR, n INTEGER, stamp TIMESTAMP)");
        using (var appender = connection.CreateAppender("t"))
        {
            foreach (var part in texts.Select((text, i) => (text, i)).Chunk(3))
            {
                for (var row = 0; row < part.Length; row++)
                {
                    appender.Set<int>(0, row, part[row].i);
                    appender.SetText(1, row, part[row].text);
                    appender.Set<int>(2, row, part[row].text?.Length);
                    appender.Set<long>(3, row, part[row].i);
                }
                appender.Append(part.Length);
            }
            appender.Complete();
        }
        using var reader = connection.Query("SELECT text, n, stamp FROM t ORDER BY i");
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.True(reader.Read());
            Assert.Equal(texts[i], reader.IsDBNull(0) ? null : reader.GetString(0));
            Assert.Equal(texts[i]?.Length, reader.GetFieldValue<int?>(1));
            Assert.Equal(DateTime.UnixEpoch.AddMicroseconds(i), reader.GetDateTime(2));
        }
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(500_000)]
    public void Dispose_WithoutComplete_LeavesNoRow(int rows)
    {
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER, b FLOAT); INSERT INTO t VALUES (-1, 0)");
        using (var appender = connection.CreateAppender("t"))
            AppendRows(appender, rows);
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));
        using (var appender = connection.CreateAppender("t"))
        {
            AppendRows(appender, 3);
            appender.Complete();
        }
        Assert.Equal(4L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Dispose_ExceptionInTheMiddle_LeavesNoRow()
    {
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER, b FLOAT)");
        Assert.Throws<FormatException>(() =>
        {
            using var appender = connection.CreateAppender("t");
            AppendRows(appender, 300_000);
            appender.SetText(0, 0, int.Parse("a broken source").ToString());
        });
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300_000)]
    public void Append_ConstraintFails_ThrowsAndLeavesNoRow(int rowsBefore)
    {
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER PRIMARY KEY, b FLOAT)");
        var error = Assert.Throws<DuckDbException>(() =>
        {
            using var appender = connection.CreateAppender("t");
            AppendRows(appender, rowsBefore);
            AppendRows(appender, 5);
            appender.Complete();
        });
        Assert.StartsWith("Appending to table 't' failed: ", error.Message);
        Assert.Contains("PRIMARY KEY", error.Message);
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
        connection.Run("INSERT INTO t VALUES (1, 1)");
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Complete_InTheCallersTransaction_CommitsWithIt()
    {
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER, b FLOAT); CREATE TABLE other(a INTEGER)");
        using (var transaction = connection.BeginTransaction())
        {
            connection.Run("INSERT INTO other VALUES (1)");
            using (var appender = connection.CreateAppender("t"))
            {
                AppendRows(appender, 5000);
                appender.Complete();
            }
            transaction.Rollback();
        }
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
        using (var transaction = connection.BeginTransaction())
        {
            connection.Run("INSERT INTO other VALUES (1)");
            using (var appender = connection.CreateAppender("t"))
                AppendRows(appender, 5000);
            Assert.Contains("rolled back already", Assert.Throws<InvalidOperationException>(transaction.Commit).Message);
        }
        Assert.Equal(0L, connection.Scalar("SELECT (SELECT count(*) FROM t) + (SELECT count(*) FROM other)"));
    }

    [Fact]
    public void CreateAppender_NoSuchTable_NamesIt()
    {
        using var connection = InMemory.Open();
        Assert.Contains("'nowhere'", Assert.Throws<DuckDbException>(() => connection.CreateAppender("nowhere")).Message);
        connection.BeginTransaction().Commit();
    }

    [Fact]
    public void Column_OtherType_NamesBoth()
    {
        using var connection = InMemory.Open("CREATE TABLE t(a INTEGER, b FLOAT)");
        using var appender = connection.CreateAppender("t");
        Assert.Equal(
            "Column 1 of table 't' is of type FLOAT, which is not written as System.Double.",
            Assert.Throws<ArgumentException>(() => appender.Column<double>(1)).Message);
        Assert.Throws<ArgumentException>(() => appender.SetText(0, 0, "text"));
        Assert.Throws<ArgumentOutOfRangeException>(() => appender.SetNull(0, DuckDbAppender.ChunkRows));
        Assert.Throws<ArgumentOutOfRangeException>(() => appender.Append(DuckDbAppender.ChunkRows + 1));
        appender.Complete();
        Assert.Contains("create another", Assert.Throws<InvalidOperationException>(() => appender.Append(1)).Message);
        Assert.Throws<InvalidOperationException>(() => appender.SetNull(0, 0));
    }

    /// <summary>Rows (i, i/2) from 0 on.</summary>
    static void AppendRows(DuckDbAppender appender, int rows)
    {
        for (var start = 0; start < rows; start += DuckDbAppender.ChunkRows)
        {
            var count = Math.Min(DuckDbAppender.ChunkRows, rows - start);
            var a = appender.Column<int>(0);
            var b = appender.Column<float>(1);
            for (var i = 0; i < count; i++)
                (a[i], b[i]) = (start + i, (start + i) / 2f);
            appender.Append(count);
        }
    }
}
