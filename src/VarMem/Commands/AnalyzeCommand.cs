using System.CommandLine;
using VarMem.Analysis;
using VarMem.Store;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem analyze</c>: the result tables from the activations.</summary>
static class AnalyzeCommand
{
    public static Verb Create()
    {
        var database = DatabaseOption();
        var percentile = new Option<double>("--percentile") { Description = "Percentile of UnitMem from which a unit belongs to U10.", HelpName = "p", DefaultValueFactory = _ => 90 };
        var rest = new Option<string>("--rest") { Description = "What an owner is compared with: mean or median of the other images.", HelpName = "mean|median", DefaultValueFactory = _ => "mean" };
        percentile.Number(0, 100);
        rest.OneOf("mean", "median");
        return new Verb("analyze", "Compute UnitMem, U10, NumMemUnits and everything that follows from them, in SQL.", "varmem analyze --db d16.duckdb --rest median")
        { database, percentile, rest }
        .Does((parsed, _) =>
        {
            using var connection = DatabaseFile.OpenReadWrite(parsed.GetRequiredValue(database));
            Analyze(connection, new AnalysisOptions { Percentile = parsed.GetValue(percentile), Rest = parsed.GetValue(rest) == "median" ? RestKind.Median : RestKind.Mean });
            foreach (var line in SummaryText.Lines(Summary.Read(connection))) Console.Out.WriteLine(line);
            return CommandLine.Done;
        });
    }

    public static Option<string> DatabaseOption() => new("--db") { Description = "Database that `varmem extract` wrote.", HelpName = "file", Required = true };

    public static void Analyze(DuckDbConnection connection, AnalysisOptions options)
    {
        var seconds = 0.0;
        Analyzer.Run(connection, options, metric => seconds += metric.Seconds);
        Console.Error.WriteLine($"{MetricScripts.All.Count} metrics in {seconds:0.0} s");
    }
}
