using VarMem.Analysis;
using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;

namespace VarMem.Tests.Sql;

/// <summary>
/// The metric scripts on tables of a few rows, in the format of sqllogictest: each file of tests/sql runs on a database that has the schema
/// and no rows. <c>metric NAME</c> runs one script of sql/metrics, <c>metrics</c> all of them; <c>findings</c> writes the sentences.
/// </summary>
public class SqlTextTest
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "sql");

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.test").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_AllRecords_Hold(string file)
    {
        using var connection = Database.OpenEmpty();
        foreach (var record in SqlTextRecord.Parse(File.ReadAllLines(Path.Combine(Folder, file))))
        {
            var failure = Run(connection, record);
            Assert.True(failure is null, $"tests/sql/{file}:{record.Line}: {record.Directive}\n{record.Sql}\n{failure}");
        }
    }

    /// <returns>What is wrong, or null.</returns>
    static string? Run(DuckDbConnection connection, SqlTextRecord record)
    {
        try
        {
            switch (record.Directive.Split(' '))
            {
                case ["statement", "ok"]:
                    connection.Run(record.Sql);
                    return null;
                case ["statement", "error"]:
                    connection.Run(record.Sql);
                    return "expected an error, found none";
                case ["metrics"]:
                    RunMetrics(connection, _ => true);
                    return null;
                case ["metric", var name]:
                    RunMetrics(connection, script => script.Name == name);
                    return null;
                case ["findings"]:
                    connection.Run(MetricScripts.All.Single(s => s.Name == "90_finding").Sql);
                    Findings.Fill(connection);
                    return null;
                case ["query", var types]:
                    return Compare(types, record.Expected, connection.Rows(record.Sql, row =>
                        Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? "NULL" : Text(row.GetValue(i))).ToArray()));
                default:
                    return "expected the directive statement ok, statement error, query TYPES, metric NAME, metrics or findings";
            }
        }
        catch (DuckDbException e)
        {
            return record.Directive == "statement error" && e.Message.Contains(record.Expected.Single(), StringComparison.Ordinal)
                ? null
                : $"found the error: {e.Message}";
        }
    }

    /// <summary>Runs scripts, and the statistics of those that sql/definitions has in SQL; what is drawn stands in the test.</summary>
    static void RunMetrics(DuckDbConnection connection, Func<MetricScript, bool> chosen)
    {
        using var measured = new Measurements(connection, new());
        foreach (var script in MetricScripts.All.Where(chosen))
            if (File.Exists(Repository.File("sql", "definitions", $"{script.Name[3..]}.sql")))
                Analyzer.Run(measured, script);
            else
                connection.Run(script.Sql);
    }

    static string Text(object value) => value is bool truth ? (truth ? "true" : "false") : FormattableString.Invariant($"{value}");

    static string? Compare(string types, string[] expected, List<string[]> found)
    {
        var equal = expected.Length == found.Count && expected.Zip(found).All(rows => EqualRow(rows.First.Split('\t'), rows.Second));
        return equal ? null : $"expected:\n{Lines(expected)}\nfound:\n{Lines(found.Select(row => string.Join('\t', row)))}";

        bool EqualRow(string[] expected, string[] found) => expected.Length == types.Length && found.Length == types.Length
            && Enumerable.Range(0, types.Length).All(i => Equal(types[i], expected[i], found[i]));

        string Lines(IEnumerable<string> lines) => string.Join('\n', lines);
    }

    /// <summary>T and I are equal as text, R as numbers to twelve digits, since a test file rounds them.</summary>
    static bool Equal(char type, string expected, string found) => type == 'R' && expected != "NULL" && found != "NULL"
        ? Math.Abs(double.Parse(expected) - double.Parse(found)) < 1e-12
        : expected == found;
}
