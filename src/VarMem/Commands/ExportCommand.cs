using System.CommandLine;
using VarMem.Store;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem export</c>: activations for other tools.</summary>
static class ExportCommand
{
    public static Verb Create()
    {
        var database = AnalyzeCommand.DatabaseOption();
        var parquet = new Option<string?>("--parquet") { Description = "Folder for activation/layer=NAME/*.parquet with image.parquet and unit.parquet; image_statistic, activation_scale, activation_noise, likelihood, membership_score and token_score likewise where recorded.", HelpName = "dir" };
        var npz = new Option<string?>("--npz") { Description = "File with one array (images × units) a layer under its name, one (images) a membership score, and image_id.", HelpName = "file" };
        return new Verb("export", "Write the activations as Parquet or NumPy arrays.", "varmem export --db d16.duckdb --npz activations.npz") { database, parquet, npz }
        .Does((parsed, _) =>
        {
            var (folder, file) = (parsed.GetValue(parquet), parsed.GetValue(npz));
            if (folder is null == file is null) throw new UsageException("expected either --parquet DIR or --npz FILE");
            using var connection = DatabaseFile.OpenReadOnly(parsed.GetRequiredValue(database));
            if (folder is not null) ActivationExport.ToParquet(connection, folder);
            if (file is not null) ActivationExport.ToNpz(connection, file);
            Console.Out.WriteLine(folder ?? file);
            return CommandLine.Done;
        });
    }
}
