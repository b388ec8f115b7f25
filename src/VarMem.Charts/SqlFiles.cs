using System.Reflection;

namespace VarMem.Charts;

/// <summary>The files of sql/figures and sql/top, and the page's own, which this library carries with it.</summary>
static class SqlFiles
{
    static readonly Assembly Assembly = typeof(SqlFiles).Assembly;

    /// <summary>The NAMEs of all files NAME + ending in sql/figures, in ordinal order.</summary>
    internal static IEnumerable<string> Names(string ending) =>
        from resource in Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)
        where resource.StartsWith("figures/", StringComparison.Ordinal) && resource.EndsWith(ending, StringComparison.Ordinal)
        select resource["figures/".Length..^ending.Length];

    /// <summary>The text of a file, such as figures/concentration.sql or top/unit.sql.</summary>
    internal static string Text(string file)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }
}
