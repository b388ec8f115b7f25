using VarMem.Store.DuckDb;

namespace VarMem.Store;

/// <summary>The tables of sql/schema.sql, which is part of this assembly.</summary>
static class Schema
{
    const string ColumnsOfDatabase =
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal ORDER BY ALL";

    static readonly Lazy<IReadOnlyList<(string Table, string Column)>> Expected = new(() =>
    {
        using var connection = new DuckDbConnection();
        connection.Open();
        Create(connection);
        return Columns(connection);
    });

    internal static void Create(DuckDbConnection connection)
    {
        using var text = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream("schema.sql")!);
        connection.Run(text.ReadToEnd());
    }

    /// <summary>Refuses a database that lacks one of the tables or columns; it may have more.</summary>
    internal static void Require(DuckDbConnection connection, string file)
    {
        var found = Columns(connection).ToHashSet();
        var missing = Expected.Value.Where(c => !found.Contains(c)).ToList();
        if (missing.Count == 0)
            return;
        var tables = found.Select(c => c.Table).Distinct().Order().ToList();
        var lacking = missing.Select(c => tables.Contains(c.Table) ? $"{c.Table}.{c.Column}" : c.Table).Distinct();
        throw Throw.NotOurDatabase(file, lacking, tables);
    }

    static List<(string Table, string Column)> Columns(DuckDbConnection connection) =>
        connection.Rows(ColumnsOfDatabase, row => (row.GetString(0), row.GetString(1)));
}
