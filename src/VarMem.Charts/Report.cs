using System.Data.Common;

namespace VarMem.Charts;

/// <summary>Every figure and sheet as a picture, and the page that shows them and the tables, from one analyzed database.</summary>
public static class Report
{
    const string SettingsSql = """
        SELECT key AS name, value FROM setting
        UNION ALL
        SELECT part || ' sha256', sha256 FROM model
        UNION ALL
        SELECT part || ' parameters', format('{:,}', parameters) FROM model WHERE parameters IS NOT NULL
        ORDER BY name
        """;

    /// <summary>Writes the pictures and the page, report.html or that of one section, into a folder.</summary>
    /// <param name="connection">The database, analyzed.</param>
    /// <param name="title">The page's heading.</param>
    /// <param name="findings">Sentences for the top of the page.</param>
    /// <param name="thumbnail">As for <see cref="Sheet.Draw"/>.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="section">One of <see cref="SqlHeader.Sections"/>, whose exhibits alone are shown, on a page of its name; null for all.</param>
    /// <returns>The files written: the page, then the pictures.</returns>
    public static IReadOnlyList<string> Write(
        DbConnection connection, string title, IReadOnlyList<string> findings, Func<string, byte[]?> thumbnail, string folder, string? section = null)
    {
        Directory.CreateDirectory(folder);
        using var renderer = new ChartRenderer();
        var pictures = Figure.All.Where(figure => IsShown(figure.Sql)).SelectMany(figure => figure.Draw(connection, renderer, folder))
            .Concat(Sheet.All.Where(sheet => IsShown(sheet.Sql)).SelectMany(sheet => sheet.Draw(connection, renderer, thumbnail, folder)))
            .ToList();

        var page = Path.Combine(folder, $"{section?.ToLowerInvariant() ?? "report"}.html");
        var tables = ReportTable.ReadAll(connection).Where(table => IsShown(table.Sql));
        new ReportPage(title, findings, [.. pictures, .. tables], Settings(connection)).Write(page);
        return [page, .. pictures.Select(picture => picture.File)];

        bool IsShown(string sql) => section is null || SqlHeader.Of(sql).Section == section;
    }

    static IReadOnlyList<(string Name, string Value)> Settings(DbConnection connection) =>
        [.. Rows.Query(connection, SettingsSql).Values.Select(row => ((string)row[0]!, row[1] as string ?? "–"))];
}
