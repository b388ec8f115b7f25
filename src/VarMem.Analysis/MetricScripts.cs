namespace VarMem.Analysis;

/// <summary>A file of sql/metrics, plain SQL that makes a result table; its name has no ending: <c>01_unit_mem</c>.</summary>
public sealed record MetricScript(string Name, string Sql);

/// <summary>The files of sql/metrics, which this library carries with it.</summary>
public static class MetricScripts
{
    const string Folder = "metrics/";

    /// <summary>All of them in the order of their numbers, in which each finds its inputs.</summary>
    public static IReadOnlyList<MetricScript> All { get; } = Load();

    static MetricScript[] Load()
    {
        var assembly = typeof(MetricScripts).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new MetricScript(Path.GetFileNameWithoutExtension(name), Text(name))),
        ];

        string Text(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
