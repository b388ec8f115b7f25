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

    /// <summary>Writes the pictures and report.html into a folder.</summary>
    /// <param name="connection">The database, analyzed.</param>
    /// <param name="title">The page's heading.</param>
    /// <param name="findings">Sentences for the top of the page.</param>
    /// <param name="thumbnail">As for <see cref="Sheet.Draw"/>.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <returns>The files written: the page, then the pictures.</returns>
    public static IReadOnlyList<string> Write(
        DbConnection connection, string title, IReadOnlyList<string> findings, Func<string, byte[]?> thumbnail, string folder)
    {
        Directory.CreateDirectory(folder);
        using var renderer = new ChartRenderer();
        var pictures = Figure.All.SelectMany(figure => figure.Draw(connection, renderer, folder))
            .Concat(Sheet.All.SelectMany(sheet => sheet.Draw(connection, renderer, thumbnail, folder)))
            .ToList();

        var page = Path.Combine(folder, "report.html");
        new ReportPage(title, findings, [.. pictures, .. ReportTable.ReadAll(connection)], Settings(connection)).Write(page);
        return [page, .. pictures.Select(picture => picture.File)];
    }

    static IReadOnlyList<(string Name, string Value)> Settings(DbConnection connection) =>
        [.. Rows.Query(connection, SettingsSql).Values.Select(row => ((string)row[0]!, row[1] as string ?? "–"))];
}
