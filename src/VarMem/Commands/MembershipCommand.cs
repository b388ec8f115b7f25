using System.CommandLine;
using VarMem.Analysis;
using VarMem.Charts;
using VarMem.Store;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem membership</c>: what the likelihood of their tokens says about images having been trained on.</summary>
static class MembershipCommand
{
    public static Verb Create()
    {
        var database = AnalyzeCommand.DatabaseOption();
        var output = new Option<string>("--out") { Description = "Folder for membership.html and its figures as PNG.", HelpName = "dir", Required = true };
        return new Verb("membership", "Show what the likelihood of images says about their having been trained on: scores, dataset inference, and what UnitMem adds.",
            "varmem extract --model models/d16 --images imagenet --unconditional --db d16.duckdb\nvarmem analyze --db d16.duckdb\nvarmem membership --db d16.duckdb --out membership")
        { database, output }
        .Does((parsed, _) =>
        {
            using var connection = DatabaseFile.OpenReadOnly(parsed.GetRequiredValue(database));
            var findings = Findings.Read(connection, Findings.Membership);
            RequireLikelihood(connection);
            var folder = parsed.GetRequiredValue(output);
            OutFolder.Require(folder);

            foreach (var table in ReportTable.Read(connection, "membership_families")) QueryOutput.Table(table.Rows);
            Console.Out.WriteLine();
            foreach (var sentence in findings) Console.Out.WriteLine(sentence);
            Console.Out.WriteLine();
            var title = $"Membership: {DatabaseName.Of(connection.DataSource)}";
            foreach (var file in Report.Write(connection, title, findings, _ => null, folder, "Membership")) Console.Out.WriteLine(file);
            return CommandLine.Done;
        });
    }

    static void RequireLikelihood(DuckDbConnection connection)
    {
        if (connection.Rows("SELECT 1 FROM likelihood LIMIT 1", _ => true).Count == 0)
            throw new UsageException($"{connection.DataSource} holds no likelihoods of tokens; extract with --likelihood or --unconditional into a database of its own");
        if (connection.Rows("SELECT 1 FROM contrast LIMIT 1", _ => true).Count == 0)
            CommandLine.Warn($"{connection.DataSource} has images of one kind only; to tell trained images from others it takes a training and a validation split, or canaries");
    }
}
