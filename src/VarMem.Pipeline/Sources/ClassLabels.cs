using System.Globalization;

namespace VarMem.Pipeline.Sources;

/// <summary>Which label each class folder stands for.</summary>
static class ClassLabels
{
    /// <summary>
    /// A folder that bears a class's name is that class. Where the model's classes have no names but their numbers, a whole set of folders
    /// with other names is taken in ordinal order, as PyTorch's DatasetFolder does.
    /// </summary>
    /// <param name="folder">The images folder, for messages.</param>
    /// <param name="found">The names of its class folders in ordinal order.</param>
    /// <param name="classNames">The model's class names by label; null takes whatever is found in ordinal order.</param>
    public static Dictionary<string, int> Of(string folder, string[] found, IReadOnlyList<string>? classNames)
    {
        var labels = (classNames ?? found).Index().ToLookup(known => known.Item, known => known.Index);
        if (classNames is not null && IsNumbers(classNames) && !found.All(labels.Contains))
            labels = found.Length == classNames.Count
                ? found.Index().ToLookup(known => known.Item, known => known.Index)
                : throw Throw.UnnamedClasses(folder, found.Length, classNames.Count);
        return found.ToDictionary(name => name, name => labels[name].ToArray() switch
        {
            [var label] => label,
            [] => throw Throw.UnknownClass(folder, name, classNames!),
            [var first, var second, ..] => throw Throw.AmbiguousClass(folder, name, first, second),
        });
    }

    static bool IsNumbers(IEnumerable<string> classNames) =>
        classNames.Index().All(known => known.Item == known.Index.ToString(CultureInfo.InvariantCulture));
}
