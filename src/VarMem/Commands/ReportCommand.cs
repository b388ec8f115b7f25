using System.CommandLine;
using VarMem.Analysis;
using VarMem.Charts;
using VarMem.Images;
using VarMem.Store;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem report</c>: every figure, and one page that shows all there is.</summary>
static class ReportCommand
{
    public static Verb Create()
    {
        var database = AnalyzeCommand.DatabaseOption();
        var output = new Option<string>("--out") { Description = "Folder for report.html and every figure as PNG.", HelpName = "dir", Required = true };
        var images = ImagesOption();
        return new Verb("report", "Draw every figure and write report.html, one page that needs no other file.", "varmem report --db d16.duckdb --out report")
        { database, output, images }
        .Does((parsed, _) =>
        {
            using var connection = DatabaseFile.OpenReadOnly(parsed.GetRequiredValue(database));
            string[] findings = [.. Findings.Read(connection)];
            foreach (var file in Write(connection, findings, parsed.GetRequiredValue(output), parsed.GetValue(images))) Console.Out.WriteLine(file);
            return CommandLine.Done;
        });
    }

    public static Option<string?> ImagesOption() =>
        new("--images") { Description = "Folder of the images. [default: that of the extraction]", HelpName = "dir" };

    /// <summary>Gives the files written: the page, then the pictures.</summary>
    public static IReadOnlyList<string> Write(DuckDbConnection connection, IReadOnlyList<string> findings, string folder, string? images)
    {
        OutFolder.Require(folder);
        return Report.Write(connection, $"VarMem: {DatabaseName.Of(connection.DataSource)}", findings, Thumbnails.Of(connection, images).Png, folder);
    }
}
