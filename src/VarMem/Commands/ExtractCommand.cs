using System.CommandLine;
using VarMem.Measuring;
using VarMem.Pipeline.Sources;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem extract</c>: μ of every image and unit into the database.</summary>
static class ExtractCommand
{
    public static Verb Create()
    {
        var (verb, bind) = Declare();
        return verb.Does((parsed, cancellation) =>
        {
            var options = bind(parsed);
            var result = Extract(new Extraction(options), cancellation);
            if (result.Fresh > 0 && options.Shard is null) Console.Error.WriteLine($"`varmem analyze --db {options.Database}` computes the metrics from them");
            return result.Done > 0 ? CommandLine.Done : CommandLine.Failed;
        });
    }

    /// <summary>What the words behind <c>varmem extract</c> ask for.</summary>
    /// <exception cref="UsageException">They make no sense.</exception>
    public static ExtractionOptions Read(IEnumerable<string> words)
    {
        var (verb, bind) = Declare();
        var parsed = verb.Parse([.. words]);
        return parsed.Errors.Count == 0 ? bind(parsed) : throw new UsageException(CommandLine.Misuse(parsed));
    }

    static (Verb Verb, Func<ParseResult, ExtractionOptions> Bind) Declare()
    {
        var model = new Option<string?>("--model") { Description = "Folder of a built model.", HelpName = "dir" };
        var database = new Option<string>("--db") { Description = "Database to write; an extraction that was broken off goes on.", HelpName = "file", Required = true };
        var shard = new Option<string?>("--shard") { Description = "Only the i-th of n parts of the images selected, into a database of its own; `varmem merge` joins them.", HelpName = "i/n" };
        shard.Shard();
        var options = new ExtractionArguments();
        var verb = new Verb("extract", "Run images through a model and store every hooked unit's mean absolute activation.",
            "varmem extract --model models/d16 --images imagenet --per-class 32 --db d16.duckdb")
        { model, database, shard };
        options.AddTo(verb);
        return (verb, parsed => options.Bind(parsed, parsed.GetValue(model), parsed.GetRequiredValue(database)) with
        {
            Shard = Shard.TryParse(parsed.GetValue(shard), out var part) ? part : null,
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
