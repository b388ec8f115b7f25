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
        var permutations = new Option<int?>("--permutations") { Description = "Draws of each permutation test and bootstrap; 0 draws nothing, random subsets of the images included. [default: 10000]", HelpName = "n" };
        var seed = new Option<long>("--seed") { Description = "Decides every draw.", HelpName = "n", DefaultValueFactory = _ => 0 };
        var own = new Option<string[]>("--sql") { Description = "SQL file of your own, run behind the metrics; give it again for more.", HelpName = "file" };
        percentile.Number(0, 100);
        permutations.WholeNumberFrom0();
        seed.WholeNumber();
        rest.OneOf("mean", "median");
        return new Verb("analyze", "Compute UnitMem, U10, NumMemUnits and everything that follows from them, in SQL.", "varmem analyze --db d16.duckdb --rest median")
        { database, percentile, rest, permutations, seed, own }
        .Does((parsed, cancellation) =>
        {
            using var connection = DatabaseFile.OpenReadWrite(parsed.GetRequiredValue(database));
            Analyze(connection, new AnalysisOptions
            {
                Percentile = parsed.GetValue(percentile),
                Rest = parsed.GetValue(rest) == "median" ? RestKind.Median : RestKind.Mean,
                Permutations = parsed.GetValue(permutations) ?? new AnalysisOptions().Permutations,
                Seed = parsed.GetValue(seed),
                Own = [.. parsed.GetValue(own)!.Select(SqlText.Read).Select(text => new MetricScript(text.File!, text.Text))],
            }, cancellation);
            foreach (var line in Findings.Read(connection)) Console.Out.WriteLine(line);
            return CommandLine.Done;
        });
    }

    public static Option<string> DatabaseOption() => new("--db") { Description = "Database that `varmem extract` wrote.", HelpName = "file", Required = true };

    /// <summary>Runs an analysis and tells how long it took; Ctrl+C, seen behind each metric, leaves the results of before.</summary>
    /// <exception cref="IOException">The disk is full, or writing failed otherwise: the results are those of before.</exception>
    public static void Analyze(DuckDbConnection connection, AnalysisOptions options, CancellationToken cancellation)
    {
        var times = new List<MetricTime>();
        try
        {
            Analyzer.Run(connection, options, metric =>
            {
                cancellation.ThrowIfCancellationRequested();
                times.Add(metric);
            });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"stopped; activations and earlier results in {connection.DataSource} are as they were, and the same command begins anew");
            throw;
        }
        catch (DuckDbException e) when (e.Message.Contains("Could not write file", StringComparison.Ordinal))
        {
            throw new IOException(
                $"Writing the results to '{connection.DataSource}' failed: {e.Message.TrimEnd('.')}. Activations and earlier results are as they were; put that right (is the disk full?) and run the same command again.", e);
        }
        var slowest = times.MaxBy(metric => metric.Seconds);
        Console.Error.WriteLine($"{times.Count} metrics in {times.Sum(metric => metric.Seconds):0.0} s, {slowest.Seconds:0.0} of them {slowest.Name}");
    }
}
