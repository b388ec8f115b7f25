namespace VarMem.Analysis;

/// <summary>A file of sql/metrics, plain SQL that makes a result table; its name has no ending: <c>01_unit_mem</c>.</summary>
public sealed record MetricScript(string Name, string Sql);

/// <summary>The files of sql/metrics, which this library carries with it.</summary>
public static class MetricScripts
{
    /// <summary>All of them in the order of their numbers, in which each finds its inputs.</summary>
    public static IReadOnlyList<MetricScript> All { get; } =
        [.. SqlFiles.Read("metrics").Select(file => new MetricScript(file.Name, file.Sql))];

    /// <summary>That of a name.</summary>
    internal static MetricScript Of(string name) => All.Single(script => script.Name == name);
}
