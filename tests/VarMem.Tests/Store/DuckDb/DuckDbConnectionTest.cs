using System.Data;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Store.DuckDb;

public class DuckDbConnectionTest
{
    [Fact]
    public void Open_InMemory_IsEmptyAndItsOwn()
    {
        using var one = InMemory.Open("CREATE TABLE t(a INTEGER)");
        using var other = new DuckDbConnection("Data Source=:memory:");
        Assert.Equal(ConnectionState.Closed, other.State);
        other.Open();
        Assert.Equal(ConnectionState.Open, other.State);
        Assert.Equal("v1.5.5", other.ServerVersion);
        Assert.Equal(0L, other.Scalar("SELECT count(*) FROM duckdb_tables()"));
    }

    [Fact]
    public void Open_Options_ArePassedOn()
    {
        using var connection = new DuckDbConnection("Threads=3;Memory Limit='1 GiB';default_order=desc");
        connection.Open();
        Assert.Equal(3L, connection.Scalar("SELECT current_setting('threads')"));
        Assert.Equal("1.0 GiB", connection.Scalar("SELECT current_setting('memory_limit')"));
        Assert.Equal("DESC", connection.Scalar("SELECT current_setting('default_order')"));
    }

    [Theory]
    [InlineData("Thread=3", "not recognized: thread")]
    [InlineData("Threads=many", "no configuration option 'threads', or not with the value 'many'")]
    public void Open_UnknownOption_NamesIt(string options, string named)
    {
        using var connection = new DuckDbConnection(options);
        Assert.Contains(named, Assert.Throws<DuckDbException>(connection.Open).Message);
    }

    [Fact]
    public void Open_SameFileTwice_SharesTheDatabase()
    {
        using var folder = new TempFolder();
        using var writer = Open(folder.File("a.duckdb"));
        using var reader = Open(folder.File("a.duckdb"));
        writer.Run("CREATE TABLE t AS SELECT 42 AS a");
        Assert.Equal(42, reader.Scalar("SELECT a FROM t"));
    }

    [Fact]
    public void Close_LastConnection_LeavesOneCompleteFile()
    {
        using var folder = new TempFolder();
        using (var connection = Open(folder.File("a;b.duckdb")))
            connection.Run("CREATE TABLE t AS SELECT 42 AS a");
        Assert.Equal([folder.File("a;b.duckdb")], Directory.GetFiles(folder.Path));
        using var again = Open(folder.File("a;b.duckdb"), "Access Mode=READ_ONLY");
        Assert.Equal("a;b", again.Database);
        Assert.Equal(42, again.Scalar("SELECT a FROM t"));
        Assert.Contains("read-only", Assert.Throws<DuckDbException>(() => again.Run("DROP TABLE t")).Message);
    }

    [Fact]
    public void Open_ReadOnlyMissing_SaysWhichFile()
    {
        using var folder = new TempFolder();
        var file = folder.File("missing.duckdb");
        using var connection = new DuckDbConnection($"Data Source={file};Access Mode=READ_ONLY");
        Assert.EndsWith(
            $"No file '{file}': check the path; only a connection that may write creates a database.",
            Assert.Throws<DuckDbException>(connection.Open).Message);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void Open_NoDatabase_LeavesTheFile()
    {
        using var folder = new TempFolder();
        var file = folder.File("text.duckdb");
        var text = string.Concat(Enumerable.Repeat("this is no database. ", 1000));
        File.WriteAllText(file, text);
        using var connection = new DuckDbConnection($"Data Source={file}");
        Assert.EndsWith("a path where no file is yet: this file was left as it is.", Assert.Throws<DuckDbException>(connection.Open).Message);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void Open_Twice_IsRefused()
    {
        using var connection = InMemory.Open();
        Assert.Equal("The connection is open: close it first.", Assert.Throws<InvalidOperationException>(connection.Open).Message);
        Assert.Equal(
            "The connection is open: close it first.",
            Assert.Throws<InvalidOperationException>(() => connection.ConnectionString = "").Message);
        connection.Close();
        Assert.Equal(
            "The connection is closed: call Open first.",
            Assert.Throws<InvalidOperationException>(() => connection.Run("SELECT 1")).Message);
        connection.Open();
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Factory_Connection_Runs()
    {
        using var connection = DuckDbProviderFactory.Instance.CreateConnection()!;
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT $n + 1";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("n", 41);
        command.Parameters.Add(parameter);
        Assert.Equal(42, command.ExecuteScalar());
    }

    static DuckDbConnection Open(string file, string options = "")
    {
        var connection = new DuckDbConnection($"Data Source=\"{file}\";{options}");
        connection.Open();
        return connection;
    }
}
