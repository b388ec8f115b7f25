using System.CommandLine;
using VarMem.Analysis;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem compare</c>: several analyzed databases side by side.</summary>
static class CompareCommand
{
    public static Verb Create()
    {
        var databases = new Option<string[]>("--db")
        {
            Description = "An analyzed database, with a name for it where one is wanted: NAME=FILE; at least two.",
            HelpName = "[name=]file",
            Required = true,
        };
        var output = new Option<string?>("--out") { Description = "Folder to write each table to as CSV, too.", HelpName = "dir" };
        return new Verb("compare", "Set databases side by side: models, depths, settings, or a model against its untrained twin.",
            "varmem compare --db output/d16/varmem.duckdb --db untrained=output/d16-untrained/varmem.duckdb")
        { databases, output }
        .Does((parsed, cancellation) =>
        {
            using var connection = Comparison.Open(Named(parsed.GetRequiredValue(databases)));
            var folder = parsed.GetValue(output);
            if (folder is not null) Directory.CreateDirectory(folder);
            foreach (var query in Comparison.All)
            {
                Console.Out.WriteLine($"{query.Title}\n");
                QueryOutput.Write(connection, query.Sql, "table", null, cancellation);
                Console.Out.WriteLine();
                if (folder is not null) QueryOutput.Write(connection, query.Sql, "csv", Path.Combine(folder, $"{query.Name[3..]}.csv"), cancellation);
            }
            return CommandLine.Done;
        });
    }

    /// <summary>A database goes by the name given, else by its own.</summary>
    static IReadOnlyList<(string Name, string File)> Named(string[] words)
    {
        var named = words.Select(word => word.IndexOf('=') is > 0 and var at && !File.Exists(word)
            ? (Name: word[..at], File: word[(at + 1)..])
            : (Name: DatabaseName.Of(word), File: word)).ToList();
        if (named.Count < 2) throw new UsageException("--db is there once; expected two databases or more to compare");
        if (named.CountBy(one => Path.GetFullPath(one.File)).FirstOrDefault(file => file.Value > 1) is { Key: { } file })
            throw new UsageException($"--db names {file} twice; expected different databases");
        if (named.CountBy(one => one.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } name })
            throw new UsageException($"two databases would go by the name '{name}'; give one another: --db NAME=FILE");
        return named;
    }
}
