using VarMem.Store.DuckDb;

namespace VarMem.Tests.Sql;

static class Database
{
    /// <summary>A database in memory with the tables of schema.sql and no rows.</summary>
    public static DuckDbConnection OpenEmpty()
    {
        using var schema = new StreamReader(typeof(DuckDbConnection).Assembly.GetManifestResourceStream("schema.sql")!);
        var connection = new DuckDbConnection();
        connection.Open();
        connection.Run(schema.ReadToEnd());
        return connection;
    }
}
