using System.CommandLine;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem extract</c>: μ of every image and unit into the database.</summary>
static class ExtractCommand
{
    public static Verb Create()
    {
        var model = new Option<string?>("--model") { Description = "Folder of a built model.", HelpName = "dir" };
        var database = new Option<string>("--db") { Description = "Database to write; an extraction that was broken off goes on.", HelpName = "file", Required = true };
        var options = new ExtractionArguments();
        var verb = new Verb("extract", "Run images through a model and store every hooked unit's mean absolute activation.",
            "varmem extract --model models/d16 --images imagenet --per-class 32 --db d16.duckdb")
        { model, database };
        options.AddTo(verb);
        return verb.Does((parsed, cancellation) =>
        {
            var result = Extract(new Extraction(options.Bind(parsed, parsed.GetValue(model), parsed.GetRequiredValue(database))), cancellation);
            if (result.Fresh > 0) Console.Error.WriteLine($"`varmem analyze --db {parsed.GetRequiredValue(database)}` computes the metrics from them");
            return result.Done > 0 ? CommandLine.Done : CommandLine.Failed;
        });
    }

    /// <summary>Runs an extraction and tells how it went; Ctrl+C loses nothing.</summary>
    public static Extraction.Result Extract(Extraction extraction, CancellationToken cancellation)
    {
        try
        {
            var result = extraction.Run(cancellation);
            var rate = result.Fresh > 0 ? $", {result.Fresh / result.Time.TotalSeconds:0.0} images/s" : "";
            Console.Error.WriteLine($"{result.Done} images in {extraction.Database} ({result.Fresh} new in {Progress.Time(result.Time)}{rate})");
            if (result.Failures > 0)
                Console.Error.WriteLine($"{result.Failures} images could not be used; see `varmem sql --db {extraction.Database} \"FROM failure\"`. They are tried again next time.");
            return result;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"stopped; what was scored is in {extraction.Database}, and the same command goes on from there");
            throw;
        }
    }
}
