using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using VarMem.Analysis;
using VarMem.Charts;
using VarMem.Generating;
using VarMem.Images;
using VarMem.Models.Var;
using VarMem.Store;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem extraction</c>: which images of a database come out of their model again.</summary>
static partial class ExtractionCommand
{
    public static Verb Create()
    {
        var database = AnalyzeCommand.DatabaseOption();
        var model = new Option<string>("--model") { Description = "Folder of the model that its images were measured with.", HelpName = "dir", Required = true };
        var images = ReportCommand.ImagesOption();
        var candidates = new Option<int>("--candidates") { Description = "Images of each class and population that are tried, those whose last scale it knows best; 0 for all.", HelpName = "k", DefaultValueFactory = _ => 5 };
        var prefixes = new Option<string?>("--prefixes") { Description = "How many of an image's scales are given: numbers and ranges with commas. [default: 0-4, as far as there are more scales]", HelpName = "i-j,…" };
        var falsePositives = new Option<double>("--false-positives") { Description = "Takes each threshold from the validation images: at most this share of them is called extracted.", HelpName = "share", DefaultValueFactory = _ => 0.01 };
        var samples = new Option<int>("--samples") { Description = "Free samples of each class, which are held against the nearest training and validation image.", HelpName = "n", DefaultValueFactory = _ => 20 };
        var seed = new Option<long>("--seed") { Description = "Of the free samples.", HelpName = "n", DefaultValueFactory = _ => 0 };
        var drawn = new SamplingArguments();
        var embedding = new EmbeddingArguments();
        var device = DeviceOption.Create();
        var again = new Option<bool>("--again") { Description = "Drops what an earlier run has generated, and begins anew." };
        var output = new Option<string?>("--out") { Description = "Folder for extraction.html and its figures as PNG.", HelpName = "dir" };
        candidates.WholeNumber(0, 1_000_000);
        prefixes.Matches(Prefixes(), "numbers and ranges with commas, such as 0-4 or 0,2");
        falsePositives.Number(0, 0.5);
        samples.WholeNumber(0, 10_000);
        seed.WholeNumber();
        var verb = new Verb("extraction", "Try to get the images out of their model: their first scales given, the rest generated; and free samples.",
            "varmem extraction --db d16.duckdb --model models/d16 --cfg 4 --top-k 900 --top-p 0.95 --embed sscd.onnx --out extraction")
        { database, model, images, candidates, prefixes, falsePositives, samples, seed };
        drawn.AddTo(verb);
        embedding.AddTo(verb);
        foreach (var option in (Option[])[device, again, output]) verb.Options.Add(option);
        return verb.Does((parsed, cancellation) =>
        {
            if (parsed.GetValue(output) is { } folder) OutFolder.Require(folder);
            using var connection = DatabaseFile.OpenReadWrite(parsed.GetRequiredValue(database));
            Findings.RequireCurrent(connection);
            var built = ModelFolder.Open(parsed.GetRequiredValue(model));
            TokenizedImages.RequireModelOf(connection, built);
            if (built.Description.Transformer is not { } transformer)
                throw new UsageException($"{built.Path} has no transformer, which is what generates; expected a model that was built with one");
            var options = new ExtractionTestOptions
            {
                Images = parsed.GetValue(images),
                Candidates = parsed.GetValue(candidates),
                Prefixes = GivenScales(parsed.GetValue(prefixes), transformer.Architecture.PatchNums.Length),
                FalsePositives = parsed.GetValue(falsePositives),
                Samples = parsed.GetValue(samples),
                Sampling = drawn.Bind(parsed),
                Seed = parsed.GetValue(seed),
                Device = parsed.Chosen(device),
                Again = parsed.GetValue(again),
                Embedding = embedding.Bind(parsed),
            };
            Run(connection, built, options, cancellation);
            Show(connection, options.Images, parsed.GetValue(output));
            return CommandLine.Done;
        });
    }

    static void Run(DuckDbConnection connection, ModelFolder model, ExtractionTestOptions options, CancellationToken cancellation)
    {
        try
        {
            new ExtractionTest(connection, model, options).Run(cancellation);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"stopped; what was generated is in {connection.DataSource}, and the same command goes on from there");
            throw;
        }
    }

    static void Show(DuckDbConnection connection, string? images, string? folder)
    {
        foreach (var table in ReportTable.Read(connection, "extraction_shares")) QueryOutput.Table(table.Rows);
        var findings = Findings.Read(connection, Findings.Extraction);
        if (findings.Count > 0) Console.Out.WriteLine();
        foreach (var sentence in findings) Console.Out.WriteLine(sentence);
        if (folder is null) return;
        Console.Out.WriteLine();
        var title = $"Extraction: {DatabaseName.Of(connection.DataSource)}";
        foreach (var file in Report.Write(connection, title, findings, Thumbnails.Of(connection, images).Png, folder, "Extraction")) Console.Out.WriteLine(file);
    }

    /// <summary>The numbers, rising; all scales given leave nothing to generate.</summary>
    static int[] GivenScales(string? text, int scales)
    {
        if (text is null) return [.. Enumerable.Range(0, Math.Min(5, scales))];
        int[] given = [.. text.Split(',').SelectMany(Range).Distinct().Order()];
        return given.All(number => number < scales) ? given
            : throw new UsageException($"--prefixes {text}: the model has {scales} scales, of which one at least is left to generate; expected numbers from 0 to {scales - 1}");

        static IEnumerable<int> Range(string part)
        {
            int[] ends = [.. part.Split('-').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
            return Enumerable.Range(ends[0], Math.Max(0, ends[^1] - ends[0] + 1));
        }
    }

    [GeneratedRegex(@"^\d{1,3}(-\d{1,3})?(,\d{1,3}(-\d{1,3})?)*$")]
    private static partial Regex Prefixes();
}
