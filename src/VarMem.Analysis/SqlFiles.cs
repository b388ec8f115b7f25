namespace VarMem.Analysis;

/// <summary>The SQL files that this library carries with it.</summary>
static class SqlFiles
{
    /// <summary>The files of a folder below sql, by name without ending.</summary>
    internal static IEnumerable<(string Name, string Sql)> Read(string folder)
    {
        var assembly = typeof(SqlFiles).Assembly;
        return
            from resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)
            where resource.StartsWith($"{folder}/", StringComparison.Ordinal)
            select (Path.GetFileNameWithoutExtension(resource), Text(resource));

        string Text(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return reader.ReadToEnd();
        }
    }
}
