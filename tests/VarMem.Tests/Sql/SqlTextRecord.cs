namespace VarMem.Tests.Sql;

/// <summary>
/// One record of a .test file: a directive, the SQL below it, and below <c>----</c> the rows (tabs between values) or part of the error's
/// text. A blank line ends it; lines with # are comments. <paramref name="Line"/> is the directive's, counted from 1.
/// </summary>
sealed record SqlTextRecord(int Line, string Directive, string Sql, string[] Expected)
{
    public static IEnumerable<SqlTextRecord> Parse(string[] lines)
    {
        for (var start = 0; start < lines.Length;)
        {
            if (lines[start].Length == 0 || lines[start][0] == '#')
            {
                start++;
                continue;
            }
            var end = Array.FindIndex(lines, start, line => line.Length == 0);
            end = end < 0 ? lines.Length : end;
            var rule = Array.IndexOf(lines, "----", start, end - start);
            var sqlEnd = rule < 0 ? end : rule;
            yield return new(
                start + 1,
                lines[start],
                string.Join('\n', lines[(start + 1)..sqlEnd]),
                rule < 0 ? [] : lines[(rule + 1)..end]);
            start = end;
        }
    }
}
