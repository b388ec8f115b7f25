using VarMem.Pipeline.Images;

namespace VarMem.Pipeline.Sources;

/// <summary>
/// The classes of images that lie in no class folders, as ImageNet's validation images do: lines <c>synset</c>, one an image in the ordinal
/// order of their files' names; lines <c>name synset</c>; or lines <c>name,synset …</c>, as Kaggle's LOC_val_solution.csv has them below
/// its header. Names are those of files, with or without ending.
/// </summary>
/// <remarks>Numbers are refused: ILSVRC's begin at 1 in an order of their own, others at 0 in that of the synsets.</remarks>
public sealed class SynsetList
{
    const string KaggleHeader = "ImageId,PredictionString";

    readonly string _file;
    readonly List<Row> _rows = [];

    SynsetList(string file) => _file = file;

    /// <exception cref="PipelineException">The file is missing or a line is not as above; the message names it.</exception>
    public static SynsetList Read(string file)
    {
        if (!File.Exists(file)) throw Throw.NoLabelList(file);
        var list = new SynsetList(file);
        foreach (var (i, line) in File.ReadLines(file).Index())
            if (!string.IsNullOrWhiteSpace(line) && line.Trim() != KaggleHeader) list._rows.Add(list.Parse(i + 1, line));
        if (list._rows.FirstOrDefault(row => row.Name is null != list._rows[0].Name is null) is { Line: > 0 } odd)
            throw Throw.MixedLabelList(file, odd.Line, list._rows[0].Line);
        return list._rows.Count > 0 ? list : throw Throw.EmptyLabelList(file);
    }

    /// <summary>The images with the names of their classes.</summary>
    /// <param name="images">In any order.</param>
    /// <param name="where">The folder that they lie in, for messages.</param>
    /// <param name="labels">Told of every class.</param>
    /// <exception cref="PipelineException">An image is not listed, or a listed one not there.</exception>
    internal IEnumerable<SourceImage> Name(IReadOnlyList<SourceImage> images, string where, ClassLabels labels)
    {
        var rows = _rows[0].Name is null ? InOrder(images, where) : ByName(images, where);
        return rows.Select(of => labels.Named(of.Image, of.Row.Class, $"{_file}, line {of.Row.Line}: found the class {of.Row.Class}"));
    }

    IEnumerable<(SourceImage Image, Row Row)> InOrder(IReadOnlyList<SourceImage> images, string where) =>
        images.Count == _rows.Count
            ? images.OrderBy(image => Path.GetFileName(image.Path), StringComparer.Ordinal).Zip(_rows)
            : throw Throw.LabelCount(_file, _rows.Count, where, images.Count);

    IEnumerable<(SourceImage Image, Row Row)> ByName(IReadOnlyList<SourceImage> images, string where)
    {
        var rows = new Dictionary<string, Row>();
        foreach (var row in _rows)
            if (!rows.TryAdd(row.Name!, row)) throw Throw.ListedTwice(_file, row.Line, row.Name!, rows[row.Name!].Line);
        var names = images.Select(image => Stem(image.Path)).ToHashSet();
        if (names.FirstOrDefault(name => !rows.ContainsKey(name)) is { } missing)
            throw Throw.NotListed(_file, missing, where, names.Count(name => !rows.ContainsKey(name)));
        if (_rows.Find(row => !names.Contains(row.Name!)) is { Line: > 0 } gone)
            throw Throw.ListedImageGone(_file, gone.Line, gone.Name!, where, rows.Count - names.Count);
        return images.Select(image => (image, rows[Stem(image.Path)]));
    }

    Row Parse(int line, string text)
    {
        var comma = text.IndexOf(',');
        var words = comma < 0 ? Words(text) : [text[..comma].Trim(), .. Words(text[(comma + 1)..]).Take(1)];
        var row = words switch
        {
            [var synset] when comma < 0 => new Row(line, null, synset),
            [{ Length: > 0 } name, var synset] => new Row(line, Stem(name), synset),
            _ => throw Throw.BadLabelLine(_file, line, text),
        };
        return row.Class.All(char.IsAsciiDigit) ? throw Throw.NumberInLabelList(_file, line, row.Class) : row;
    }

    static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    static string Stem(string path) =>
        PictureNames.IsPicture(path) ? Path.GetFileNameWithoutExtension(path) : Path.GetFileName(path);

    /// <param name="Line">From 1.</param>
    /// <param name="Name">Of a file, without a picture's ending; null where lines are in the order of files.</param>
    readonly record struct Row(int Line, string? Name, string Class);
}
