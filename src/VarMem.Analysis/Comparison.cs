using VarMem.Store;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>A file of sql/compare: a query over several databases, and what it shows.</summary>
public sealed record ComparisonQuery(string Name, string Title, string Sql);

/// <summary>
/// Several analyzed databases side by side: a connection in which each table is the union of theirs, with a column <c>db</c> for the
/// database's name, and a table <c>database(position, db, file)</c>.
/// </summary>
public static class Comparison
{
    /// <summary>All queries, in the order of their numbers.</summary>
    public static IReadOnlyList<ComparisonQuery> All { get; } =
        [.. SqlFiles.Read("compare").Select(file => new ComparisonQuery(file.Name, file.Sql[3..file.Sql.IndexOf('\n')], file.Sql))];

    /// <summary>Attaches the databases, none of which is changed.</summary>
    /// <param name="files">Two or more, each with the name it goes by.</param>
    /// <exception cref="AnalysisException">One has no results.</exception>
    /// <exception cref="StoreException">One is no database of VarMem.</exception>
    public static DuckDbConnection Open(IReadOnlyList<(string Name, string File)> files)
    {
        foreach (var (_, file) in files)
        {
            using var each = DatabaseFile.OpenReadOnly(file);
            Findings.RequireCurrent(each);
        }
        var connection = new DuckDbConnection();
        try
        {
            connection.Open();
            Attach(connection, files);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    static void Attach(DuckDbConnection connection, IReadOnlyList<(string Name, string File)> files)
    {
        connection.Run("CREATE TABLE database (position INTEGER, db VARCHAR, file VARCHAR)");
        foreach (var (position, (name, file)) in files.Index())
        {
            connection.Run($"ATTACH {Quote(file)} AS db{position} (READ_ONLY)");
            connection.Run("INSERT INTO database VALUES (?, ?, ?)", position, name, file);
        }
        var inAll = connection.Rows(
            """
            SELECT table_name FROM information_schema.tables
            WHERE table_catalog LIKE 'db%' GROUP BY table_name HAVING count(*) = ?
            """,
            row => row.GetString(0), files.Count);
        foreach (var table in inAll)
        {
            connection.Run($"CREATE VIEW {table} AS " + string.Join(" UNION ALL BY NAME ",
                files.Index().Select(file => $"SELECT {Quote(file.Item.Name)} AS db, * FROM db{file.Index}.{table}")));
        }
    }

    static string Quote(string text) => $"'{text.Replace("'", "''")}'";
}
