using System.Globalization;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Sources;

/// <summary>Which images of a source to take; all that is set must hold, in the order classes, per class, limit. Image_ids stay.</summary>
public readonly record struct Selection()
{
    /// <summary>Names or 0-based numbers of the classes to take; a name goes before a number. Null: all.</summary>
    public IReadOnlyCollection<string>? Classes { get; init; }

    /// <summary>This many images of each class in each split. Null: all.</summary>
    public int? PerClass { get; init; }

    /// <summary>
    /// This many images of each split, spread over its classes: one of each class, then a second of each, and so on. Null: all.
    /// </summary>
    public int? Limit { get; init; }

    /// <summary>
    /// The seed of a random sample; null takes a class's first images, and where a limit does not reach all classes the first of these. An
    /// image's turn in its class and split depends on seed and path alone: a larger sample has all of a smaller one.
    /// </summary>
    public long? SampleSeed { get; init; }

    /// <summary>The selected rows of the view, in its order.</summary>
    /// <exception cref="PipelineException">A class is not there; the message names the nearest.</exception>
    public IDataView Apply(IDataView view)
    {
        if (Classes is null && PerClass is null && Limit is null) return view;
        var images = Images(view);
        if (Classes is not null)
        {
            var classes = Numbered(Classes, images);
            images = [.. images.Where(image => classes.Contains(image.Class))];
        }

        // An image's round is its place in its class: round by round, every class gives one.
        var rounds = images
            .GroupBy(image => (image.Split, image.Class))
            .SelectMany(group => group.OrderBy(image => image.Lot).Select((image, round) => (Image: image, Round: round)));
        if (PerClass is { } perClass) rounds = rounds.Where(item => item.Round < perClass);
        if (Limit is { } limit)
            rounds = rounds
                .GroupBy(item => item.Image.Split)
                .SelectMany(split => split
                    .OrderBy(item => item.Round)
                    .ThenBy(item => item.Image.Lot)
                    .ThenBy(item => item.Image.Label)
                    .ThenBy(item => item.Image.ClassName, StringComparer.Ordinal)
                    .Take(limit));

        var kept = rounds.Select(item => item.Image.Id).ToHashSet();
        return view.Where(kept.Contains);
    }

    /// <summary>What an image draws for a random sample; the lowest are taken first.</summary>
    internal static ulong Draw(long seed, string path) => SeededHash.Draw("sample", seed, path, 0).First;

    List<Image> Images(IDataView view)
    {
        using var cursor = view.GetRowCursor(Columns.ImageId, Columns.Path, Columns.Label, Columns.ClassName, Columns.Split);
        var id = cursor.GetGetter<int>(Columns.ImageId);
        var path = cursor.GetGetter<string>(Columns.Path);
        var label = cursor.GetGetter<int?>(Columns.Label);
        var className = cursor.GetGetter<string>(Columns.ClassName);
        var split = cursor.GetGetter<string>(Columns.Split);
        var images = new List<Image>();
        string? at = null;
        while (cursor.MoveNext())
        {
            var image = new Image();
            id(ref image.Id);
            path(ref at);
            label(ref image.Label);
            className(ref image.ClassName);
            split(ref image.Split);
            if (SampleSeed is { } seed) image.Lot = Draw(seed, at);
            images.Add(image);
        }
        return images;
    }

    /// <summary>The classes, each as its images have it.</summary>
    static HashSet<(int?, string?)> Numbered(IEnumerable<string> classes, List<Image> images)
    {
        var byName = images.Where(image => image.ClassName is not null).DistinctBy(image => image.ClassName)
            .ToDictionary(image => image.ClassName!, image => image.Class);
        var byLabel = images.Where(image => image.Label is not null).DistinctBy(image => image.Label)
            .ToDictionary(image => image.Label!.Value, image => image.Class);
        return [.. classes.Select(name =>
            byName.TryGetValue(name, out var named) ? named
            : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var label) && byLabel.TryGetValue(label, out var numbered)
                ? numbered
                : throw Throw.NoSuchClass(name, byName.Keys))];
    }

    sealed class Image
    {
        public int Id;
        public int? Label;
        public string? ClassName, Split;

        /// <summary>What it drew; 0 where none draws.</summary>
        public ulong Lot;

        /// <summary>Its label; where images have none, the name of its class.</summary>
        public (int?, string?) Class => Label is { } label ? (label, null) : (null, ClassName);
    }
}
