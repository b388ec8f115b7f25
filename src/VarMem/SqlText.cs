using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem;

/// <summary>SQL that a user gave, on the command line or in a file.</summary>
/// <param name="Text">The SQL.</param>
/// <param name="File">Where it stands; null for the command line.</param>
readonly record struct SqlText(string Text, string? File)
{
    public static SqlText Of(string? sql, string? file) => (sql, file) switch
    {
        ({ } text, null) => new(text, null),
        (null, { } path) => Read(path),
        _ => throw new UsageException("expected a query, either on the command line or in a file with -f"),
    };

    public static SqlText Read(string file) => System.IO.File.Exists(file)
        ? new(System.IO.File.ReadAllText(file), file)
        : throw new UsageException($"{file}: no such file; expected one with a query");

    /// <summary>Uses the text; an error says the file and the line.</summary>
    /// <exception cref="DuckDbException">DuckDB refused it.</exception>
    public void Use(Action<string> use)
    {
        try
        {
            use(Text);
        }
        catch (DuckDbException e) when (File is not null)
        {
            throw e.InFile(File);
        }
    }
}
