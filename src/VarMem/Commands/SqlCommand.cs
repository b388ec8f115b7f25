using System.CommandLine;
using VarMem.Store;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem sql</c>: ad-hoc SQL over a database.</summary>
static class SqlCommand
{
    public static Verb Create()
    {
        var database = AnalyzeCommand.DatabaseOption();
        var (sql, file) = QueryOptions();
        var format = new Option<string>("--format") { Description = "table and csv and json to the console or a file, parquet to a file.", HelpName = "table|csv|json|parquet", DefaultValueFactory = _ => "table" };
        format.OneOf("table", "csv", "json", "parquet");
        var output = new Option<string?>("-o", "--output") { Description = "File to write instead of the console.", HelpName = "file" };
        var write = new Option<bool>("--write") { Description = "Allow statements that change the database." };
        return new Verb("sql", "Ask the database anything; read-only unless --write.",
            "varmem sql --db d16.duckdb \"SELECT kind, avg(unit_mem) FROM unit_mem JOIN unit USING (unit_id) GROUP BY kind\"")
        { database, sql, file, format, output, write }
        .Does((parsed, cancellation) =>
        {
            var text = SqlText.Of(parsed.GetValue(sql), parsed.GetValue(file));
            var path = parsed.GetRequiredValue(database);
            using var connection = parsed.GetValue(write) ? DatabaseFile.OpenReadWrite(path) : DatabaseFile.OpenReadOnly(path);
            text.Use(query => QueryOutput.Write(connection, query, parsed.GetValue(format)!, parsed.GetValue(output), cancellation));
            return CommandLine.Done;
        });
    }

    /// <summary>A query on the command line, or in a file.</summary>
    public static (Argument<string?> Sql, Option<string?> File) QueryOptions() =>
        (new Argument<string?>("sql") { Description = "The query.", Arity = ArgumentArity.ZeroOrOne }, new Option<string?>("-f", "--file") { Description = "File with the query.", HelpName = "file" });
}
