using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb;

/// <summary>
/// A connection to a DuckDB database. Connection string: <c>Data Source=FILE</c>, nothing or <c>:memory:</c> for a database in memory;
/// every other key is one of DuckDB's configuration options, such as <c>Access Mode=READ_ONLY;Threads=2</c>.
/// Connections of one process to one file share the database, so they must ask for the same configuration.
/// </summary>
public sealed partial class DuckDbConnection : DbConnection
{
    const string InMemory = ":memory:";
    static readonly InstanceCacheHandle OpenDatabases = Api.duckdb_create_instance_cache();

    string _connectionString = "";
    string _dataSource = InMemory;
    DatabaseHandle? _database;
    ConnectionHandle? _connection;

    public DuckDbConnection()
    {
    }

    public DuckDbConnection(string connectionString) => ConnectionString = connectionString;

    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            if (_connection is not null)
                throw Throw.AlreadyOpen();
            _connectionString = value ?? "";
            _dataSource = new DbConnectionStringBuilder { ConnectionString = _connectionString }.TryGetValue("Data Source", out var file)
                && file is string { Length: > 0 } path ? path : InMemory;
        }
    }

    public override string DataSource => _dataSource;

    public override string Database => _dataSource == InMemory ? "memory" : Path.GetFileNameWithoutExtension(_dataSource);

    /// <summary>Version of the DuckDB library.</summary>
    public override string ServerVersion => Api.Text(Api.duckdb_library_version());

    public override ConnectionState State => _connection is null ? ConnectionState.Closed : ConnectionState.Open;

    internal ConnectionHandle Handle => _connection ?? throw Throw.NotOpen();

    /// <summary>The transaction that is open, if any: DuckDB has one a connection.</summary>
    internal DuckDbTransaction? Transaction { get; set; }

    /// <summary>The reader whose result is still being computed, if any: no other command runs meanwhile.</summary>
    internal DuckDbDataReader? Reader { get; set; }

    protected override DbProviderFactory DbProviderFactory => DuckDbProviderFactory.Instance;

    public override void Open()
    {
        if (_connection is not null)
            throw Throw.AlreadyOpen();
        using var config = Configuration();
        var opened = Api.duckdb_get_or_create_from_cache(OpenDatabases, _dataSource, out var database, config, out var error);
        if (opened != Native.State.Success)
        {
            database.Dispose();
            throw Throw.Open(_dataSource, Api.TakeText(error));
        }
        if (Api.duckdb_connect(database, out var connection) != Native.State.Success)
        {
            connection.Dispose();
            database.Dispose();
            throw Throw.Connect(_dataSource);
        }
        (_database, _connection) = (database, connection);
    }

    /// <summary>
    /// Another connection to the same database, also to one in memory: what is committed shows there, for work on another thread.
    /// </summary>
    public DuckDbConnection OpenAnother()
    {
        if (Api.duckdb_connect(_database ?? throw Throw.NotOpen(), out var connection) == Native.State.Success)
            return new DuckDbConnection(_connectionString) { _connection = connection };
        connection.Dispose();
        throw Throw.Connect(_dataSource);
    }

    ConfigHandle Configuration()
    {
        Api.duckdb_create_config(out var config);
        var options = new DbConnectionStringBuilder { ConnectionString = _connectionString };
        options.Remove("Data Source");
        foreach (string key in options.Keys)
        {
            var (name, value) = (key.Replace(' ', '_').ToLowerInvariant(), (string)options[key]);
            if (Api.duckdb_set_config(config, name, value) == Native.State.Success)
                continue;
            config.Dispose();
            throw Throw.Configuration(name, value);
        }
        return config;
    }

    /// <summary>Rolls back an open transaction; closing a file's last connection writes its log into it.</summary>
    public override void Close()
    {
        Reader?.Close();
        Transaction?.Dispose();
        _connection?.Dispose();
        _database?.Dispose();
        (_connection, _database) = (null, null);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    public new DuckDbCommand CreateCommand() => new() { Connection = this };

    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <summary>Bulk writing into a table, which is named without its schema; within the open transaction if there is one.</summary>
    public DuckDbAppender CreateAppender(string table) => new(this, table);

    public new DuckDbTransaction BeginTransaction() => new(this);

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        isolationLevel is IsolationLevel.Unspecified or IsolationLevel.Snapshot
            ? BeginTransaction()
            : throw Throw.IsolationLevel(isolationLevel);

    public override void ChangeDatabase(string databaseName) => throw Throw.ChangeDatabase(databaseName);
}
