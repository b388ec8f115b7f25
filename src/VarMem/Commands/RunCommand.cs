using System.CommandLine;
using VarMem.Analysis;
using VarMem.Measuring;
using VarMem.Models.Var;
using VarMem.Store;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem run</c>: from checkpoints and images to database, charts and report in one go.</summary>
static class RunCommand
{
    public static Verb Create()
    {
        var model = new Option<string?>("--model")
        {
            Description = "Folder of a built model, or of two checkpoints. [default: the emoji model that comes with VarMem]",
            HelpName = "dir",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Folder for the database, charts and report. [default: output/NAME of the model]",
            HelpName = "dir",
        };
        var options = new ExtractionArguments();
        var verb = new Verb("run", "Extract, analyze and report; without options on the embedded emoji model.",
            "varmem run\nvarmem run --model models/d16 --images imagenet --per-class 32 --out output/d16")
        { model, output };
        options.AddTo(verb);
        return verb.Does((parsed, cancellation) =>
        {
            var onnx = options.Network.OnnxFile(parsed);
            var folder = parsed.GetValue(model) ?? (onnx is null ? EmbeddedModel() : null);
            var name = onnx is null
                ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder!)))
                : Path.GetFileNameWithoutExtension(onnx);
            if (options.Network.OnlyTokenizer(parsed)) name += "-tokenizer"; // beside the whole model's results, not over them
            var target = parsed.GetValue(output) ?? Path.Combine("output", name);
            OutFolder.Require(target);
            var database = Path.Combine(target, "varmem.duckdb");

            // Whatever is wrong with the folders and the words shows before anything is built.
            (string Vqvae, string? Var)? checkpoints = folder is null || ModelFolder.IsBuilt(folder)
                ? null : ModelFolder.FindCheckpoints(folder, options.Network.OnlyTokenizer(parsed));
            var bound = options.Bind(parsed, folder, database, folder is null ? null : () => OwnManifest(folder));
            Directory.CreateDirectory(target);
            if (checkpoints is { } pair) bound = bound with { Network = bound.Network with { Path = Build(pair.Vqvae, pair.Var, target, cancellation) } };
            var extraction = new Extraction(bound);
            if (ExtractCommand.Extract(extraction, cancellation).Done == 0) return CommandLine.Failed;

            using var connection = DatabaseFile.OpenReadWrite(database);
            AnalyzeCommand.Analyze(connection, new AnalysisOptions(), cancellation);
            string[] summary = [.. Findings.Read(connection)];
            var written = ReportCommand.Write(connection, summary, target, images: null);

            Console.Out.WriteLine();
            foreach (var line in summary) Console.Out.WriteLine(line);
            Console.Out.WriteLine();
            foreach (var file in written.Prepend(database)) Console.Out.WriteLine(file);
            return CommandLine.Done;
        });
    }

    /// <summary>models/emoji above the program or the working folder.</summary>
    static string EmbeddedModel()
    {
        foreach (var start in (string[])[Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (Path.Combine(folder.FullName, "models", "emoji") is var emoji && Directory.Exists(emoji)) return emoji;
        throw new UsageException("the embedded model models/emoji is not above this folder; name a model with --model DIR");
    }

    static string OwnManifest(string folder)
    {
        var manifest = Path.Combine(folder, "manifest.csv");
        return File.Exists(manifest) ? manifest
            : throw new UsageException($"{folder} brings no images (manifest.csv); name some with --images DIR or --manifest CSV");
    }

    /// <summary>The folder in the output folder to which the model's graph is built first, unless it is current.</summary>
    static string Build(string vqvae, string? var, string target, CancellationToken cancellation)
    {
        var facts = ModelFacts.Beside(var ?? vqvae);
        var built = Path.Combine(target, "model");
        if (ModelBuilder.IsCurrent(vqvae, var, built, facts)) return built;
        Console.Error.WriteLine($"building the model's graph in {built}");
        ModelBuilder.Build(vqvae, var, built, facts, warn: CommandLine.Warn, cancellation: cancellation);
        return built;
    }
}
