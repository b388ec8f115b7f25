using System.Data.Common;

namespace VarMem.Charts;

/// <summary>A query's rows, to be read and sorted: any columns, in the query's order.</summary>
public sealed record ReportTable(string Name, string Title, string Sql, Rows Rows) : Exhibit(Name, Title, Sql)
{
    /// <summary>Every NAME.table.sql in sql/figures, by name, one table a part of the model; none where the query gives no rows.</summary>
    public static IEnumerable<ReportTable> ReadAll(DbConnection connection) => SqlFiles.Names(".table.sql").SelectMany(name => Read(connection, name));

    /// <summary>One of them.</summary>
    public static IEnumerable<ReportTable> Read(DbConnection connection, string name) =>
        Read(connection, name, SqlFiles.Text($"figures/{name}.table.sql"));

    /// <summary>The title is the line <c>-- Title: …</c> at the query's head.</summary>
    internal static IEnumerable<ReportTable> Read(DbConnection connection, string name, string sql)
    {
        foreach (var (part, rows) in Rows.QueryFigure(connection, name, sql).ByPart())
        {
            var (ownName, title) = OfPart(name, SqlHeader.Of(sql).Title!, part);
            yield return new(ownName, title, sql, rows.Without("part"));
        }
    }
}
