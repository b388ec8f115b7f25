using System.CommandLine;
using VarMem.Charts;
using VarMem.Store;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem chart</c>: a picture of any query.</summary>
static class ChartCommand
{
    public static Verb Create()
    {
        var database = AnalyzeCommand.DatabaseOption();
        var sql = new Option<string?>("--sql") { Description = "The query.", HelpName = "sql" };
        var file = new Option<string?>("-f", "--file") { Description = "File with the query.", HelpName = "file" };
        var mark = new Option<string>("--mark") { Description = "bar, line, area, point, tick, rect or boxplot.", HelpName = "mark", DefaultValueFactory = _ => "bar" };
        var x = new Option<string?>("--x") { Description = "Column along the horizontal axis.", HelpName = "column" };
        var y = new Option<string?>("--y") { Description = "Column along the vertical axis.", HelpName = "column" };
        var color = new Option<string?>("--color") { Description = "Column that gives the colour.", HelpName = "column" };
        var title = new Option<string?>("--title") { Description = "Line above the chart.", HelpName = "text" };
        var spec = new Option<string?>("--spec") { Description = "Vega-Lite spec instead of --mark, --x, --y; the rows are the data named table.", HelpName = "file" };
        var output = new Option<string>("-o", "--output") { Description = "PNG to write.", HelpName = "png", Required = true };
        return new Verb("chart", "Draw a query's rows as PNG.",
            "varmem chart --db d16.duckdb --sql \"FROM localization WHERE population = 'train'\" --x block --y u10_count --color kind -o u10.png")
        { database, sql, file, mark, x, y, color, title, spec, output }
        .Does((parsed, _) =>
        {
            var text = SqlText.Of(parsed.GetValue(sql), parsed.GetValue(file));
            using var connection = DatabaseFile.OpenReadOnly(parsed.GetRequiredValue(database));
            using var renderer = new ChartRenderer();
            if (parsed.GetValue(spec) is { } specFile)
            {
                if (((Option[])[mark, x, y, color, title]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
                    throw new UsageException($"--spec says how to draw; drop {given.Name}");
                text.Use(query => QueryChart.DrawSpecFile(connection, query, specFile, renderer, parsed.GetRequiredValue(output)).ToList().ForEach(CommandLine.Warn));
            }
            else
            {
                if (parsed.GetValue(x) is not { } columnX || parsed.GetValue(y) is not { } columnY) throw new UsageException("expected --x and --y, or --spec");
                var options = new QueryChartOptions { Mark = parsed.GetValue(mark)!, X = columnX, Y = columnY, Color = parsed.GetValue(color), Title = parsed.GetValue(title) };
                text.Use(query => QueryChart.Draw(connection, query, options, renderer, parsed.GetRequiredValue(output)));
            }
            Console.Out.WriteLine(parsed.GetRequiredValue(output));
            return CommandLine.Done;
        });
    }
}
