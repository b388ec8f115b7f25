using System.CommandLine;
using System.Globalization;
using VarMem.Analysis;
using VarMem.Analysis.Similarity;
using VarMem.Charts;
using VarMem.Images;
using VarMem.Models.Var;
using VarMem.Store;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem duplicates</c>: images of a database that look alike, and how often each is there.</summary>
static class DuplicatesCommand
{
    /// <summary>Pairs on the sheet, and in the table.</summary>
    const int Shown = 20;

    public static Verb Create()
    {
        var database = AnalyzeCommand.DatabaseOption();
        var images = ReportCommand.ImagesOption();
        var threshold = new Option<float?>("--threshold") { Description = "Tiled l2 below which two images are near-duplicates.", HelpName = "d" };
        var falsePositives = new Option<double?>("--false-positives") { Description = "Takes the threshold from the images: at most this share of them has one of another class below it. [default: 0.01]", HelpName = "share" };
        var side = new Option<int>("--side") { Description = "Pixels a side that images are compared at.", HelpName = "n", DefaultValueFactory = _ => 32 };
        var tiles = new Option<int>("--tiles") { Description = "Tiles a side.", HelpName = "n", DefaultValueFactory = _ => 4 };
        var model = new Option<string?>("--model") { Description = "Folder of the database's model: says how many tokens of near-duplicates are the same.", HelpName = "dir" };
        var output = new Option<string?>("-o", "--output") { Description = "PNG to write of the nearest pairs, side by side.", HelpName = "png" };
        threshold.Number(0, 1);
        falsePositives.Number(0, 0.5);
        side.WholeNumber(1, 512);
        tiles.WholeNumber(1, 512);
        return new Verb("duplicates", "Find near-duplicates among a database's images, and how often each image is there.",
            "varmem duplicates --db d16.duckdb -o duplicates.png\nvarmem sql --db d16.duckdb \"SELECT multiplicity, count(*) FROM multiplicity GROUP BY ALL ORDER BY ALL\"")
        { database, images, threshold, falsePositives, side, tiles, model, output }
        .Does((parsed, cancellation) =>
        {
            var given = parsed.GetValue(threshold);
            if (given is not null && parsed.GetValue(falsePositives) is not null)
                throw new UsageException("--threshold and --false-positives both say what is near; drop one of them");
            var grid = new TileGrid(3, parsed.GetValue(side), parsed.GetValue(side), parsed.GetValue(tiles));
            if (grid.Tiles > grid.Width) throw new UsageException($"--tiles {grid.Tiles}: a side of {grid.Width} pixels has at most as many tiles; expected fewer, or a larger --side");

            using var connection = DatabaseFile.OpenReadWrite(parsed.GetRequiredValue(database));
            var tokenizer = parsed.GetValue(model) is { } folder ? ModelFolder.Open(folder) : null;
            if (tokenizer is not null) TokenizedImages.RequireModelOf(connection, tokenizer);
            var compared = DuplicateImages.Read(connection, parsed.GetValue(images), grid, cancellation);
            using (compared.Images)
            {
                if (tokenizer is not null)
                    compared = compared with { Tokens = [.. TokenizedImages.Read(connection, tokenizer, parsed.GetValue(images), cancellation: cancellation).Select(image => image.Tokens)] };
                double? share = given is null ? parsed.GetValue(falsePositives) ?? 0.01 : null;
                var below = given ?? Duplicates.Threshold(compared, share!.Value, cancellation);
                if (share is not null)
                    Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Threshold {below:0.####}: at most {100 * share:0.###} % of the images have one of another class nearer than that."));
                Duplicates.Write(connection, compared, below, share, cancellation);
            }
            foreach (var sentence in Duplicates.Summary(connection)) Console.Out.WriteLine(sentence);
            var table = DuplicatePairs.Table(connection, Shown);
            if (table.Values.Count == 0) return CommandLine.Done;
            Console.Out.WriteLine();
            QueryOutput.Table(table);
            if (parsed.GetValue(output) is not { } png) return CommandLine.Done;
            var sheet = DuplicatePairs.Sheet(connection, Shown, Thumbnails.Of(connection, parsed.GetValue(images)).Png);
            using (var renderer = new ChartRenderer()) renderer.DrawSvg("duplicates", sheet.ToSvg(), png);
            Console.Out.WriteLine();
            Console.Out.WriteLine(png);
            return CommandLine.Done;
        });
    }
}
