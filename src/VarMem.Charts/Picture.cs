namespace VarMem.Charts;

/// <summary>A PNG of a query's rows.</summary>
/// <param name="Subtitle">The line below the title in the picture, which says on what it was measured; null where there is none.</param>
/// <param name="File">The PNG.</param>
public sealed record Picture(string Name, string Title, string Sql, string? Subtitle, string File) : Exhibit(Name, Title, Sql)
{
    /// <summary>The picture of one part's rows, of which column subtitle says the same in each.</summary>
    internal static Picture Of(string name, string title, string sql, string? part, Rows rows, string folder)
    {
        (name, title) = OfPart(name, title, part);
        return new(name, title, sql, rows.Text(0, "subtitle"), Path.Combine(folder, $"{name}.png"));
    }
}
