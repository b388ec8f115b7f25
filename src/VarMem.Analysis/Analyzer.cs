using System.Diagnostics;
using System.Globalization;
using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>One metric that has been computed.</summary>
/// <param name="Name">Its script, such as <c>01_unit_mem</c>.</param>
/// <param name="Seconds">How long it took.</param>
public readonly record struct MetricTime(string Name, double Seconds);

/// <summary>Computes the result tables of a database from its activations.</summary>
public static class Analyzer
{
    /// <summary>
    /// Writes the settings and runs every metric, in one transaction: a failure leaves the results of the analysis before.
    /// </summary>
    /// <param name="connection">An open connection to a database with activations.</param>
    /// <param name="options">Stored as the settings <c>percentile</c>, <c>rest</c>, <c>permutations</c> and <c>analysis_seed</c>.</param>
    /// <param name="done">Called after each metric.</param>
    /// <exception cref="AnalysisException">The options make no sense, or there is nothing to analyze.</exception>
    public static void Run(DuckDbConnection connection, AnalysisOptions options, Action<MetricTime>? done = null)
    {
        if (!(options.Percentile is >= 0 and <= 100))
            throw Throw.PercentileOutOfRange(options.Percentile);
        if (options.Permutations < 0)
            throw Throw.NoPermutations(options.Permutations);
        CheckImages(connection);

        using var measured = new Measurements(connection, options);
        if (options.Rest == RestKind.Median && !measured.HasAllActivations)
            throw Throw.MedianOfSome(connection.DataSource);

        using var transaction = connection.BeginTransaction();
        Store(connection, "percentile", options.Percentile.ToString("R", CultureInfo.InvariantCulture));
        Store(connection, "rest", options.Rest is RestKind.Median ? "median" : "mean");
        Store(connection, "permutations", options.Permutations.ToString(CultureInfo.InvariantCulture));
        Store(connection, "analysis_seed", options.Seed.ToString(CultureInfo.InvariantCulture));
        foreach (var metric in MetricScripts.All.Concat(options.Own))
        {
            var start = Stopwatch.GetTimestamp();
            Run(measured, metric);
            done?.Invoke(new(metric.Name, Stopwatch.GetElapsedTime(start).TotalSeconds));
        }
        transaction.Commit();
    }

    /// <summary>
    /// Runs the metrics whose numbers lie between two, the second left out, and the findings once more, with the settings of the analysis
    /// before, within the caller's transaction.
    /// </summary>
    public static void Renew(DuckDbConnection connection, string first, string end)
    {
        using var measured = new Measurements(connection, AnalysisOptions.Of(connection));
        foreach (var metric in MetricScripts.All)
            if (string.CompareOrdinal(metric.Name, first) >= 0 && string.CompareOrdinal(metric.Name, end) < 0 || metric.Name == "90_finding")
                Run(measured, metric);
    }

    /// <summary>Runs a script, and the statistic that fills its tables where there is one.</summary>
    internal static void Run(Measurements measured, MetricScript metric)
    {
        try
        {
            measured.Connection.Run(metric.Sql);
        }
        catch (DuckDbException e)
        {
            throw e.InFile(metric.Name);
        }
        AllStatistics.ByScript.GetValueOrDefault(metric.Name)?.Invoke(measured);
    }

    static void CheckImages(DuckDbConnection connection)
    {
        if (connection.Rows("SELECT 1 FROM image LIMIT 1", row => row.GetInt32(0)).Count == 0)
            throw Throw.NoImages(connection.DataSource);
    }

    /// <summary>Writes a setting in place of what it was.</summary>
    internal static void Store(DuckDbConnection connection, string key, string? value)
    {
        connection.Run("DELETE FROM setting WHERE key = ?", key);
        connection.Run("INSERT INTO setting VALUES (?, ?)", key, value);
    }
}
