namespace VarMem.Charts;

/// <summary>A PNG that was drawn, and the query behind it.</summary>
public sealed record Picture(string Name, string Title, string Sql, string File)
{
    /// <summary>The transformer's picture has the plain name; another part's has the part in its name and title.</summary>
    internal static Picture Of(string name, string title, string sql, string? part, string folder)
    {
        if (part is not null and not "transformer")
            (name, title) = ($"{name}.{part}", $"{title} ({part})");
        return new(name, title, sql, Path.Combine(folder, $"{name}.png"));
    }
}
