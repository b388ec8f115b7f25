using System.CommandLine;
using System.Data.Common;
using VarMem.Analysis;
using VarMem.Charts;
using VarMem.Images;
using VarMem.Store;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem top</c>: the images on which a unit, or those of a layer or an image, are most active.</summary>
static class TopCommand
{
    public static Verb Create()
    {
        var database = AnalyzeCommand.DatabaseOption();
        var unit = new Option<string?>("--unit") { Description = "The images with the highest μ of this unit, by its number or name.", HelpName = "id|name" };
        var layer = new Option<string?>("--layer") { Description = "The units of this layer with the highest UnitMem, five images each.", HelpName = "name" };
        var image = new Option<string?>("--image") { Description = "The units with the highest UnitMem that this image owns, five images each.", HelpName = "id|path" };
        var count = new Option<int>("-k") { Description = "How many images of --unit, or units of --layer or --image.", HelpName = "n", DefaultValueFactory = _ => 10 };
        var population = new Option<string?>("--population") { Description = "The images that compete. [default: train where there are any, else all]", HelpName = "train|val|all" };
        var images = ReportCommand.ImagesOption();
        var output = new Option<string>("-o", "--output") { Description = "PNG to write.", HelpName = "png", Required = true };
        count.WholeNumber(1, 100); // a sheet of more is too high for a picture
        population.OneOf("train", "val", "all");
        return new Verb("top", "Show the images on which units are most active, as a contact sheet and a table.",
            "varmem top --db d16.duckdb --unit blocks.3.ffn.fc1.17 -o unit.png\nvarmem top --db d16.duckdb --image train/n01443537/8.JPEG -k 5 -o image.png")
        { database, unit, layer, image, count, population, images, output }
        .Does((parsed, _) =>
        {
            var options = new TopImagesOptions { Population = parsed.GetValue(population), Count = parsed.GetValue(count) };
            Func<DbConnection, TopImages> query = (parsed.GetValue(unit), parsed.GetValue(layer), parsed.GetValue(image)) switch
            {
                ({ } name, null, null) => connection => TopImages.OfUnit(connection, name, options),
                (null, { } name, null) => connection => TopImages.OfLayer(connection, name, options),
                (null, null, { } name) => connection => TopImages.OfImage(connection, name, options),
                _ => throw new UsageException("expected one of --unit, --layer and --image"),
            };
            using var connection = DatabaseFile.OpenReadOnly(parsed.GetRequiredValue(database));
            Findings.RequireCurrent(connection);
            var top = query(connection);
            var thumbnails = Thumbnails.Of(connection, parsed.GetValue(images));
            using (var renderer = new ChartRenderer()) renderer.DrawSvg("top", top.Sheet(thumbnails.Png).ToSvg(), parsed.GetRequiredValue(output));
            Write(top);
            Console.Out.WriteLine(parsed.GetRequiredValue(output));
            return CommandLine.Done;
        });
    }

    /// <summary>What the sheet shows, in words: its heading, and a row for each image.</summary>
    static void Write(TopImages top)
    {
        Console.Out.WriteLine(top.Title);
        Console.Out.WriteLine(top.Subtitle);
        Console.Out.WriteLine();
        if (top.Table.Values.Count == 0) return;
        QueryOutput.Table(top.Table);
        Console.Out.WriteLine();
    }
}
