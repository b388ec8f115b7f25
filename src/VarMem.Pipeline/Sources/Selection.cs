using System.Globalization;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Sources;

/// <summary>Which images of a source to take; all that is set must hold, in the order classes, per class, limit. Image_ids stay.</summary>
public readonly record struct Selection()
{
    /// <summary>Names or 0-based numbers of the classes to take; a name goes before a number. Null: all.</summary>
    public IReadOnlyCollection<string>? Classes { get; init; }

    /// <summary>The first images of each class in each split. Null: all.</summary>
    public int? PerClass { get; init; }

    /// <summary>
    /// This many images of each split, spread over its classes: the first of each class, then the second of each, and so on. Null: all.
    /// </summary>
    public int? Limit { get; init; }

    /// <summary>The selected rows of the view, in its order.</summary>
    /// <exception cref="PipelineException">A class is not there; the message names the nearest.</exception>
    public IDataView Apply(IDataView view)
    {
        if (this == default(Selection)) return view;
        var images = Images(view);
        if (Classes is not null)
        {
            var classes = Classes.Select(name => ClassOf(name, images)).ToHashSet();
            images = [.. images.Where(image => classes.Contains(image.Class))];
        }

        // An image's round is its place in its class: round by round, every class gives one.
        var rounds = images
            .GroupBy(image => (image.Split, image.Class))
            .SelectMany(group => group.Select((image, round) => (Image: image, Round: round)));
        if (PerClass is { } perClass) rounds = rounds.Where(item => item.Round < perClass);
        if (Limit is { } limit)
            rounds = rounds
                .GroupBy(item => item.Image.Split)
                .SelectMany(split => split
                    .OrderBy(item => item.Round)
                    .ThenBy(item => item.Image.Label)
                    .ThenBy(item => item.Image.ClassName, StringComparer.Ordinal)
                    .Take(limit));

        var kept = rounds.Select(item => item.Image.Id).ToHashSet();
        return view.Where(kept.Contains);
    }

    static List<Image> Images(IDataView view)
    {
        using var cursor = view.GetRowCursor(Columns.ImageId, Columns.Label, Columns.ClassName, Columns.Split);
        var id = cursor.GetGetter<int>(Columns.ImageId);
        var label = cursor.GetGetter<int?>(Columns.Label);
        var className = cursor.GetGetter<string>(Columns.ClassName);
        var split = cursor.GetGetter<string>(Columns.Split);
        var images = new List<Image>();
        while (cursor.MoveNext())
        {
            var image = new Image();
            id(ref image.Id);
            label(ref image.Label);
            className(ref image.ClassName);
            split(ref image.Split);
            images.Add(image);
        }
        return images;
    }

    static (int?, string?) ClassOf(string name, List<Image> images)
    {
        foreach (var image in images)
            if (image.ClassName == name) return image.Class;
        var isNumber = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var label);
        return isNumber && images.Find(image => image.Label == label) is { } numbered
            ? numbered.Class
            : throw Throw.NoSuchClass(name, [.. images.Select(image => image.ClassName).OfType<string>().Distinct()]);
    }

    sealed class Image
    {
        public int Id;
        public int? Label;
        public string? ClassName, Split;

        /// <summary>Its label; where images have none, the name of its class.</summary>
        public (int?, string?) Class => Label is { } label ? (label, null) : (null, ClassName);
    }
}
