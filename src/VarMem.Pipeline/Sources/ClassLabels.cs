using System.Globalization;

namespace VarMem.Pipeline.Sources;

/// <summary>The classes that a source's images are found to be of, and which label each stands for.</summary>
/// <remarks>
/// A name that a class of the model bears is that class. Where the model's classes have no names but their numbers, a whole set of other
/// names is taken in ordinal order, as PyTorch's DatasetFolder does; without a model, whatever is found is.
/// </remarks>
/// <param name="source">The images' folder, for messages.</param>
/// <param name="classNames">The model's class names by label; null without a model.</param>
sealed class ClassLabels(string source, IReadOnlyList<string>? classNames)
{
    readonly HashSet<string> _known = [.. classNames ?? []];

    /// <summary>Where each name was found first, as the clause that a message begins with.</summary>
    readonly Dictionary<string, string> _found = [];

    /// <summary>The image as one of the class with the name, whose label follows when all names are known.</summary>
    public SourceImage Named(SourceImage image, string name, string found)
    {
        _found.TryAdd(name, found);
        return image with { ClassName = name };
    }

    /// <summary>The image as one of the class with the name, or where no class has it, the number.</summary>
    /// <exception cref="PipelineException">The model has fewer classes than the number says.</exception>
    public SourceImage NamedOrNumbered(SourceImage image, string text, string where)
    {
        if (_known.Contains(text) || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var label))
            return Named(image, text, $"{where}: found the class '{text}'");
        return classNames is null || label < classNames.Count
            ? image with { Label = label, ClassName = classNames?[label] ?? text }
            : throw Throw.BadClassNumber(where, text, classNames.Count);
    }

    /// <summary>The images with their places as ids and the labels of their classes.</summary>
    /// <exception cref="PipelineException">A name is none of the model's, or that of several.</exception>
    public List<SourceImage> Label(IEnumerable<SourceImage> images)
    {
        var labels = Labels();
        return [.. images.Select((image, id) => image with
        {
            ImageId = id,
            Label = image.Label ?? (image.ClassName is { } name ? labels[name] : null),
        })];
    }

    Dictionary<string, int> Labels()
    {
        string[] found = [.. _found.Keys.Order(StringComparer.Ordinal)];
        var labels = (classNames ?? found).Index().ToLookup(known => known.Item, known => known.Index);
        if (classNames is not null && IsNumbers(classNames) && !found.All(labels.Contains))
            labels = found.Length == classNames.Count
                ? found.Index().ToLookup(known => known.Item, known => known.Index)
                : throw Throw.UnnamedClasses(source, found.Length, classNames.Count);
        return found.ToDictionary(name => name, name => labels[name].ToArray() switch
        {
            [var label] => label,
            [] => throw Throw.UnknownClass(_found[name], name, classNames!),
            [var first, var second, ..] => throw Throw.AmbiguousClass(_found[name], first, second),
        });
    }

    static bool IsNumbers(IEnumerable<string> classNames) =>
        classNames.Index().All(known => known.Item == known.Index.ToString(CultureInfo.InvariantCulture));
}
