namespace VarMem.Charts;

/// <summary>Something that a report shows of a database, with the query behind it: a picture or a table.</summary>
/// <param name="Name">Unique in a report, such as u10_by_type.tokenizer.</param>
/// <param name="Title">In words.</param>
/// <param name="Sql">The query, whose head says what is shown.</param>
public abstract record Exhibit(string Name, string Title, string Sql)
{
    public SqlHeader Header => SqlHeader.Of(Sql);

    /// <summary>The transformer's exhibit has the plain name; another part's has the part in its name and title.</summary>
    private protected static (string Name, string Title) OfPart(string name, string title, string? part) =>
        part is null or "transformer" ? (name, title) : ($"{name}.{part}", $"{title} ({part})");
}
