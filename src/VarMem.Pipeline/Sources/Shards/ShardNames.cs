using System.Text.RegularExpressions;
using VarMem.Pipeline.Images;

namespace VarMem.Pipeline.Sources.Shards;

/// <summary>Which tar files a text names, and what their own names tell.</summary>
public static partial class ShardNames
{
    /// <summary>
    /// The tar files that the text names: one, several by braces, or in ordinal order all of a folder that holds no folders and no
    /// pictures. Null where it names a folder of images.
    /// </summary>
    /// <exception cref="PipelineException">A brace is not as it should be.</exception>
    public static IEnumerable<string>? Find(string images)
    {
        if (File.Exists(images)) return [images];
        if (!Directory.Exists(images)) return images.Contains('{') || IsTar(images) ? Braces.Expand(images) : null;
        string[] files = [.. Directory.EnumerateFiles(images).Where(IsShown)];
        string[] shards = [.. files.Where(IsTar).Order(StringComparer.Ordinal)];
        var only = !files.Any(PictureNames.IsPicture) && !Directory.EnumerateDirectories(images).Any(IsShown);
        return shards.Length > 0 && only ? shards : null;
    }

    /// <summary>The split whose name is a word of the path: train, or val or validation; null where none is, or both are.</summary>
    internal static string? SplitOf(string path)
    {
        string[] splits = [.. SplitWord().Matches(path).Select(word => word.Value[0] is 't' or 'T' ? "train" : "val").Distinct()];
        return splits is [var split] ? split : null;
    }

    /// <summary>The deepest folder that all the files are in, however deep.</summary>
    internal static string CommonFolder(IReadOnlyCollection<string> files)
    {
        var folder = Path.GetDirectoryName(files.First())!;
        while (!files.All(file => file.StartsWith(Path.Join(folder, "/"), StringComparison.Ordinal))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    static bool IsShown(string path) => !PictureNames.IsHidden(Path.GetFileName(path));

    static bool IsTar(string path) => path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("(?<![a-z])(train|val|validation)(?![a-z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SplitWord();
}
