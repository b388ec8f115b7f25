using VarMem.Store.DuckDb;
using VarMem.Store.Merging;

namespace VarMem.Store;

/// <summary>Writes the description of a run into its database, and holds another run against it.</summary>
static class RunComparison
{
    /// <summary>Where the images lie, which no result depends on.</summary>
    const string ImagesFolder = "images";

    /// <summary>The patterns that chose the layers, which are compared themselves.</summary>
    const string Hooks = "hooks";

    /// <summary>Settings of what is made of the measurements, which may be repeated with others: of the analysis and of duplicates.</summary>
    static readonly string[] Later =
        ["percentile", "rest", "permutations", "analysis_seed", "duplicate_threshold", "duplicate_false_positives", "duplicate_side", "duplicate_tiles"];

    /// <summary>What those of generated images begin with, of the extraction test and of interventions.</summary>
    static readonly string[] Generated = ["extraction_", "intervention_"];

    static readonly string[] NotCompared = [ImagesFolder, Hooks, ShardSettings.Merged, ShardSettings.MergedImages];

    /// <summary>Whether a setting is of what was made of the measurements, and not of the run that measured.</summary>
    internal static bool IsLater(string key) => Later.Contains(key) || Generated.Any(start => key.StartsWith(start, StringComparison.Ordinal));

    internal static void Write(DuckDbConnection connection, RunDescription run)
    {
        foreach (var (key, value) in run.Settings)
            connection.Run("INSERT INTO setting VALUES (?, ?)", key, value);
        WriteImagesFolder(connection, run);
        for (int s = 0, token = 0; s < run.ScaleSides.Count; s++)
        {
            var side = run.ScaleSides[s];
            connection.Run("INSERT INTO scale VALUES (?, ?, ?, ?)", s, side, token, side * side);
            token += side * side;
        }
        foreach (var m in run.Models)
            connection.Run("INSERT INTO model VALUES (?, ?, ?, ?)", m.Part, m.Sha256, m.Parameters, m.Description);
        foreach (var l in run.Layers)
        {
            connection.Run(
                "INSERT INTO layer VALUES (?, ?, ?, ?, ?, ?, ?)", l.LayerId, l.Name, l.Part, l.Block, l.Kind, l.UnitCount, l.FirstUnit);
        }
    }

    /// <summary>Describes a database that holds nothing yet anew: a run that failed before its first image binds no other.</summary>
    internal static void Rewrite(DuckDbConnection connection, RunDescription run)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var table in (ReadOnlySpan<string>)["setting", "model", "layer", "scale", "failure"])
            connection.Run($"DELETE FROM {table}");
        Write(connection, run);
        transaction.Commit();
    }

    internal static void WriteImagesFolder(DuckDbConnection connection, RunDescription run)
    {
        connection.Run("DELETE FROM setting WHERE key = ?", ImagesFolder);
        connection.Run("INSERT INTO setting VALUES (?, ?)", ImagesFolder, run.ImagesFolder);
    }

    /// <exception cref="StoreException">The file was made by another run; each difference is named.</exception>
    internal static void Require(DuckDbConnection connection, string file, RunDescription run)
    {
        if (Differences(Read(connection), run) is { Count: > 0 } differences)
            throw Throw.OtherRun(file, differences);
    }

    internal static IReadOnlyList<string> Differences(RunDescription found, RunDescription expected)
    {
        var (here, there) = (Facts(found), Facts(expected));
        return
        [
            .. from fact in there.Keys.Union(here.Keys)
               let one = here.GetValueOrDefault(fact, "nothing")
               let other = there.GetValueOrDefault(fact, "nothing")
               where one != other
               select $"{fact}: found {one}, expected {other}",
        ];
    }

    internal static RunDescription Read(DuckDbConnection connection) => new()
    {
        Settings = connection.Rows(
            "SELECT key, value FROM setting WHERE key <> ?", row => KeyValuePair.Create(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)), ImagesFolder),
        ImagesFolder = connection.Setting(ImagesFolder),
        Models = connection.Rows(
            "SELECT part, sha256, parameters, description FROM model",
            row => new ModelRow(row.GetString(0), row.GetString(1), row.GetFieldValue<long?>(2), row.IsDBNull(3) ? null : row.GetString(3))),
        ScaleSides = connection.Rows("SELECT side FROM scale ORDER BY scale", row => row.GetInt32(0)),
        Layers = connection.Rows(
            "SELECT layer_id, name, part, block, kind, unit_count, first_unit FROM layer ORDER BY layer_id",
            row => new LayerRow(
                row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetFieldValue<int?>(3),
                row.GetString(4), row.GetInt32(5), row.GetInt32(6))),
    };

    /// <summary>What must be equal, as texts under the names that a message gives them.</summary>
    static Dictionary<string, string> Facts(RunDescription run)
    {
        var facts = new Dictionary<string, string>();
        foreach (var (key, value) in run.Settings.Where(s => !NotCompared.Contains(s.Key) && !IsLater(s.Key)))
            facts.Add($"setting {key}", value ?? "none");
        foreach (var m in run.Models)
            facts.Add($"{m.Part} checkpoint", $"sha256 {m.Sha256}");
        foreach (var l in run.Layers)
        {
            facts.Add(
                $"layer {l.Name}",
                $"number {l.LayerId} ({l.Part}, block {l.Block?.ToString() ?? "none"}, {l.Kind}, {l.UnitCount} units from {l.FirstUnit})");
        }
        return facts;
    }
}
