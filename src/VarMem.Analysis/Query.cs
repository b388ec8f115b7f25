using System.Data.Common;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>SQL in one call.</summary>
static class Query
{
    public static void Execute(this DuckDbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand(sql, parameters);
        command.ExecuteNonQuery();
    }

    public static List<T> Rows<T>(
        this DuckDbConnection connection, string sql, Func<DbDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    public static bool HasTable(this DuckDbConnection connection, string table) =>
        connection.Rows(
            "SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() AND table_name = $table",
            row => row.GetInt32(0),
            ("table", table)).Count > 0;

    /// <summary>A double that may be NULL, such as a share of nothing.</summary>
    public static double? Number(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    static DuckDbCommand CreateCommand(this DuckDbConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.Add(new DuckDbParameter(name, value));
        return command;
    }
}
