using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using VarMem.Analysis;
using VarMem.Analysis.Interventions;
using VarMem.Charts;
using VarMem.Images;
using VarMem.Intervening;
using VarMem.Models.Var;
using VarMem.Store;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem intervene</c>: whether units cause what the model does on the images that own them.</summary>
static partial class InterveneCommand
{
    public static Verb Create()
    {
        var defaults = new InterventionOptions("", []);
        var database = new Option<string>("--db") { Description = "Analyzed database.", HelpName = "file", Required = true };
        var model = new Option<string>("--model") { Description = "Folder of the built model that the database is of.", HelpName = "dir", Required = true };
        var images = ReportCommand.ImagesOption();
        var units = new Option<string>("--units") { Description = $"Units to scale: {ChosenUnits.Expected}.", HelpName = "units", DefaultValueFactory = _ => "u10" };
        var factors = new Option<string>("--factors") { Description = "What their activations are multiplied by, with commas.", HelpName = "f,…", DefaultValueFactory = _ => "0.5,0,-1" };
        var draws = new Option<int>("--draws") { Description = "Draws of as many random units, and of units matched in layer and mean activation.", HelpName = "n", DefaultValueFactory = _ => defaults.Draws };
        var perGroup = new Option<int>("--images-per-group") { Description = "Owners of the units, other training images, and validation images at most.", HelpName = "n", DefaultValueFactory = _ => defaults.ImagesPerGroup };
        var perScale = new Option<bool>("--per-scale") { Description = "Also scale them at the tokens of each scale alone." };
        var givenScales = new Option<int?>("--given-scales") { Description = "Also generate: continue so many scales of owners and validation images under each intervention at all scales.", HelpName = "i" };
        var seed = new Option<long>("--seed") { Description = "Decides images and draws.", HelpName = "n", DefaultValueFactory = _ => 0 };
        var device = DeviceOption.Create();
        var again = new Option<bool>("--again") { Description = "Drop interventions of other options, and what came of them." };
        var output = new Option<string?>("--out") { Description = "Folder for interventions.html and its figures as PNG.", HelpName = "dir" };
        factors.Matches(Numbers(), "numbers with commas, such as 0.5,0,-1");
        draws.WholeNumber(0, 10_000);
        perGroup.WholeNumber(1, 1_000_000);
        givenScales.WholeNumberFrom0();
        seed.WholeNumber();
        return new Verb("intervene", "Scale units while the model runs: do they cause what it does on the images that own them?",
            "varmem intervene --db d16.duckdb --model models/d16 --units top:1000 --per-scale --out interventions\nvarmem intervene --db d16.duckdb --model models/d16 --units layer:blocks.3.ffn.fc1 --draws 0 --given-scales 2 --again")
        { database, model, images, units, factors, draws, perGroup, perScale, givenScales, seed, device, again, output }
        .Does((parsed, cancellation) =>
        {
            var multipliers = Distinct(parsed.GetRequiredValue(factors));
            if (parsed.GetValue(output) is { } given) OutFolder.Require(given);
            using var connection = DatabaseFile.OpenReadWrite(parsed.GetRequiredValue(database));
            Findings.RequireCurrent(connection);
            var built = ModelFolder.Open(parsed.GetRequiredValue(model));
            TokenizedImages.RequireModelOf(connection, built);
            var choice = parsed.Chosen(device);
            var (name, chosen) = ChosenUnits.Of(connection, built, parsed.GetRequiredValue(units));
            var options = new InterventionOptions(name, chosen)
            {
                Factors = multipliers,
                Draws = parsed.GetValue(draws),
                ImagesPerGroup = parsed.GetValue(perGroup),
                PerScale = parsed.GetValue(perScale),
                GivenScales = parsed.GetValue(givenScales),
                Seed = parsed.GetValue(seed),
                Device = choice.Name,
            };
            var interventions = new Interventions(connection, built, options, choice.Device, parsed.GetValue(again));
            choice.Tell();
            try
            {
                interventions.Run(parsed.GetValue(images), cancellation);
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine($"stopped; the interventions made are in {connection.DataSource}, and the same command goes on from there");
                throw;
            }
            Show(connection, parsed.GetValue(output));
            return CommandLine.Done;
        });
    }

    static void Show(DuckDbConnection connection, string? folder)
    {
        foreach (var table in ReportTable.Read(connection, "intervention_effects")) QueryOutput.Table(table.Rows);
        Console.Out.WriteLine();
        var findings = Findings.Read(connection, Findings.Interventions);
        foreach (var sentence in findings) Console.Out.WriteLine(sentence);
        if (folder is null) return;
        Console.Out.WriteLine();
        var title = $"Interventions: {DatabaseName.Of(connection.DataSource)}";
        foreach (var file in Report.Write(connection, title, findings, _ => null, folder, "Interventions")) Console.Out.WriteLine(file);
    }

    static double[] Distinct(string factors)
    {
        double[] values = [.. factors.Split(',').Select(factor => double.Parse(factor, CultureInfo.InvariantCulture))];
        if (values.Contains(1)) throw new UsageException($"--factors {factors}: 1 leaves units as they are; expected others");
        return values.Distinct().Count() == values.Length ? values : throw new UsageException($"--factors {factors}: expected each but once");
    }

    [GeneratedRegex(@"^-?\d+(\.\d+)?(,-?\d+(\.\d+)?)*$")]
    private static partial Regex Numbers();
}
