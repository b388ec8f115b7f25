using System.Text.RegularExpressions;
using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb;

/// <summary>Where in an SQL text of several statements an error lies.</summary>
static partial class SqlLines
{
    /// <summary>The same error with its line.</summary>
    /// <param name="statement">Number of the statement that failed, from 0; null where the text does not parse.</param>
    internal static DuckDbException Locate(ConnectionHandle connection, string sql, ulong? statement, DuckDbException error)
    {
        // DuckDB counts lines from the beginning of the text, and points into the first statement alone.
        if (Pointed().Match(error.Message) is { Success: true } pointed && statement is null or 0)
            return new(error.Message, int.Parse(pointed.Groups[1].Value));
        var start = Start(connection, sql, statement ?? 0);
        start += Blank().Match(sql, start).Length;
        return new(error.Message, 1 + sql.AsSpan(0, start).Count('\n'));
    }

    /// <summary>A statement begins behind the first semicolon that closes as many statements as stand before it.</summary>
    static int Start(ConnectionHandle connection, string sql, ulong statement)
    {
        for (var end = sql.IndexOf(';'); end >= 0 && statement > 0; end = sql.IndexOf(';', end + 1))
        {
            var count = Api.duckdb_extract_statements(connection, sql[..(end + 1)], out var statements);
            statements.Dispose();
            if (count == statement)
                return end + 1;
        }
        return 0;
    }

    [GeneratedRegex(@"^LINE (\d+): ", RegexOptions.Multiline)]
    private static partial Regex Pointed();

    [GeneratedRegex(@"\G(\s+|--[^\n]*|/\*.*?\*/)*", RegexOptions.Singleline)]
    private static partial Regex Blank();
}
