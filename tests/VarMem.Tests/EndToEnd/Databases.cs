using VarMem.Store.DuckDb;

namespace VarMem.Tests.EndToEnd;

/// <summary>Holds two databases against each other.</summary>
static class Databases
{
    /// <summary>
    /// Every table of the one has the rows of the other, each as often, but for the times at which they were written and the settings named.
    /// </summary>
    public static void RequireEqual(string expected, string found, params string[] settings)
    {
        var named = string.Join(", ", settings.Select(key => $"'{key}'"));
        using var connection = new DuckDbConnection();
        connection.Open();
        connection.Run($"ATTACH '{expected}' AS expected (READ_ONLY); ATTACH '{found}' AS found (READ_ONLY)");
        Assert.Equal(Columns(connection, "expected"), Columns(connection, "found"));
        foreach (var table in Columns(connection, "expected").GroupBy(column => column.Table, column => column.Column))
        {
            var columns = string.Join(", ", table.Where(column => column is not ("done_at" or "failed_at")));
            var where = table.Key == "setting" && named != "" ? $"WHERE key NOT IN ({named})" : "";
            foreach (var (a, b) in (ReadOnlySpan<(string, string)>)[("expected", "found"), ("found", "expected")])
            {
                var lacking = connection.Rows(
                    $"SELECT count(*) FROM (SELECT {columns} FROM {a}.{table.Key} {where} EXCEPT ALL SELECT {columns} FROM {b}.{table.Key} {where})",
                    row => row.GetInt64(0));
                Assert.True(lacking is [0], $"{lacking[0]} rows of {table.Key} are in the {a} database and not in the {b}");
            }
        }
    }

    static List<(string Table, string Column)> Columns(DuckDbConnection connection, string database) => connection.Rows(
        """
        SELECT table_name, column_name
        FROM duckdb_columns()
        JOIN duckdb_tables() USING (database_name, schema_name, table_name)
        WHERE database_name = ?
        ORDER BY ALL
        """,
        row => (row.GetString(0), row.GetString(1)),
        database);
}
