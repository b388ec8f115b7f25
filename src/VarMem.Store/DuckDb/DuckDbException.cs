using System.Data.Common;

namespace VarMem.Store.DuckDb;

/// <summary>What DuckDB said, and where it helps, what to do about it.</summary>
public sealed class DuckDbException : DbException
{
    internal DuckDbException(string message, int? line = null) : base(message) => Line = line;

    /// <summary>The line of the SQL text, from 1: that of the word DuckDB points at, else the statement's first; null where it is not known.</summary>
    public int? Line { get; }

    /// <summary>The same error of SQL that stands in a file.</summary>
    public DuckDbException InFile(string file) => new($"{file}{(Line is { } line ? $":{line}" : "")}: {Message}", Line);
}
