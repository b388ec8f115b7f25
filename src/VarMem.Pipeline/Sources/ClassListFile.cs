using System.Text.RegularExpressions;

namespace VarMem.Pipeline.Sources;

/// <summary>A text file of classes by name or number, one a line. A <c>#</c> at a line's start or behind a space begins a comment.</summary>
public static partial class ClassListFile
{
    /// <exception cref="PipelineException">The file is missing or names no class.</exception>
    public static IReadOnlyCollection<string> Read(string file)
    {
        if (!File.Exists(file)) throw Throw.NoClassList(file);
        string[] classes = [.. File.ReadLines(file).Select(line => Comment().Replace(line, "").Trim()).Where(name => name.Length > 0)];
        return classes.Length > 0 ? classes : throw Throw.EmptyClassList(file);
    }

    [GeneratedRegex(@"(^|\s)#.*")]
    private static partial Regex Comment();
}
