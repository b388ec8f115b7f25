using System.Globalization;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>What m(u), the activation that an owner is compared with, is of the other images.</summary>
public enum RestKind
{
    Mean,
    Median,
}

/// <summary>Settings of the analysis; they are stored in the database, where the metrics read them.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Percentile of UnitMem from which a unit belongs to U10: 0 to 100.</summary>
    public double Percentile { get; init; } = 90;

    public RestKind Rest { get; init; } = RestKind.Mean;

    /// <summary>Draws of every permutation test and bootstrap; with 0 nothing is drawn, random subsets of the images included.</summary>
    public int Permutations { get; init; } = 10_000;

    /// <summary>SQL files of the user, run behind the metrics in the same transaction; their names stand in errors.</summary>
    public IReadOnlyList<MetricScript> Own { get; init; } = [];

    /// <summary>Decides every draw: the same seed, the same results.</summary>
    public long Seed { get; init; }

    /// <summary>Those of the analysis that a database holds, the usual where it was not analyzed; files of the user are not among them.</summary>
    internal static AnalysisOptions Of(DuckDbConnection connection)
    {
        var settings = connection.Rows("SELECT key, value FROM setting WHERE value IS NOT NULL", row => KeyValuePair.Create(row.GetString(0), row.GetString(1))).ToDictionary();
        return settings.ContainsKey("percentile")
            ? new()
            {
                Percentile = double.Parse(settings["percentile"], CultureInfo.InvariantCulture),
                Rest = settings["rest"] == "median" ? RestKind.Median : RestKind.Mean,
                Permutations = int.Parse(settings["permutations"], CultureInfo.InvariantCulture),
                Seed = long.Parse(settings["analysis_seed"], CultureInfo.InvariantCulture),
            }
            : new();
    }
}
