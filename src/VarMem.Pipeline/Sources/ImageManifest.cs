using System.Globalization;

namespace VarMem.Pipeline.Sources;

/// <summary>
/// A CSV file with the columns <c>path,label,class,split,train_repeats,canary</c>, of which path is required, and label where a model takes
/// labels; any others are not read.
/// <c>repeats</c> is another name of train_repeats. An image is a canary if its row says so, else if it was shown more than once an epoch.
/// An image's id is its 0-based row. Paths in the file are relative to the file's own folder.
/// </summary>
public static class ImageManifest
{
    /// <param name="file">The CSV file.</param>
    /// <param name="imagesFolder">
    /// What the images' paths are relative to, where they name the image in results and seed its crops; without it <c>images/</c> beside
    /// the file if all rows lie there, else the file's folder.
    /// </param>
    /// <param name="classCount">How many classes the model knows, where the labels are to be checked.</param>
    /// <param name="labelled">Whether every image must have a label.</param>
    /// <exception cref="PipelineException">The file is missing, or a row is not as it should be; the message names its line.</exception>
    public static ImageSource Open(string file, string? imagesFolder = null, int? classCount = null, bool labelled = true)
    {
        if (!File.Exists(file)) throw Throw.NoManifest(file);
        using var reader = new StreamReader(file);
        using var records = new Csv(reader, file).Records().GetEnumerator();
        var header = records.MoveNext() ? new Header(file, records.Current.Fields, labelled) : throw Throw.EmptyManifest(file);

        var rows = new List<SourceImage>();
        var lines = new List<int>();
        while (records.MoveNext())
        {
            lines.Add(records.Current.Line);
            rows.Add(header.Row(records.Current.Line, records.Current.Fields, rows.Count, classCount));
        }
        if (rows.Count == 0) throw Throw.EmptyManifest(file);

        var root = Path.GetFullPath(imagesFolder ?? DefaultRoot(file, rows));
        for (var i = 0; i < rows.Count; i++) rows[i] = rows[i] with { Path = Relative(root, rows[i].File.Path) };

        var first = new Dictionary<string, int>();
        for (var i = 0; i < rows.Count; i++)
            if (!first.TryAdd(rows[i].Path, lines[i])) throw Throw.DuplicatePath(file, lines[i], rows[i].Path, first[rows[i].Path]);
        return new ImageSource(root, rows);
    }

    static string DefaultRoot(string file, IEnumerable<SourceImage> rows)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var images = Path.Combine(folder, "images");
        return rows.All(row => row.File.Path.StartsWith(images + Path.DirectorySeparatorChar, StringComparison.Ordinal)) ? images : folder;
    }

    static string Relative(string root, string file) => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Where the header line puts each column.</summary>
    sealed class Header
    {
        /// <summary>Two names of one column.</summary>
        static readonly string[] Repeats = ["train_repeats", "repeats"];

        readonly string _file, _folder;
        readonly string[] _names;
        readonly bool _labelled;
        readonly int _path, _label, _class, _split, _repeats, _canary;

        public Header(string file, string[] names, bool labelled)
        {
            (_file, _names, _labelled) = (file, names, labelled);
            _folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            _path = Required("path");
            _label = labelled ? Required("label") : Array.IndexOf(names, "label");
            _class = Array.IndexOf(names, "class");
            _split = Array.IndexOf(names, "split");
            if (Repeats.All(names.Contains)) throw Throw.SameColumn(file, Repeats);
            _repeats = Array.FindIndex(names, Repeats.Contains);
            _canary = Array.IndexOf(names, "canary");
        }

        public SourceImage Row(int line, string[] fields, int imageId, int? classCount)
        {
            if (fields.Length != _names.Length) throw Throw.FieldCount(_file, line, fields.Length, _names);
            var path = fields[_path] is { Length: > 0 } given ? given : throw Throw.BadField(_file, line, "path", "", "a path");
            if (path.Contains('\0')) throw Throw.BadField(_file, line, "path", path.Replace("\0", "\\0"), "a path without NUL characters");
            var labels = classCount is { } count ? $"0…{count - 1}" : "a whole number from 0";
            int? label = _labelled || Optional(fields, _label) is not null ? Number(line, "label", fields[_label], labels) : null;
            if (label >= classCount) throw Throw.BadField(_file, line, "label", fields[_label], labels);
            var split = Optional(fields, _split);
            if (split is not (null or "train" or "val")) throw Throw.BadField(_file, line, "split", split, "train, val or nothing");
            int? repeats = Optional(fields, _repeats) is { } text ? Number(line, _names[_repeats], text, "a whole number from 0") : null;
            var name = Optional(fields, _class) ?? label?.ToString(CultureInfo.InvariantCulture);
            bool? canary = Optional(fields, _canary) is { } word ? Truth(line, word) : repeats is { } shown ? shown > 1 : null;
            return new SourceImage(imageId, path, Path.GetFullPath(path, _folder), label, name, split, repeats, canary);
        }

        int Required(string name) =>
            Array.IndexOf(_names, name) is >= 0 and var index ? index : throw Throw.NoManifestColumn(_file, name, _names);

        static string? Optional(string[] fields, int index) => index >= 0 && fields[index].Length > 0 ? fields[index] : null;

        bool Truth(int line, string text) => text.ToLowerInvariant() switch
        {
            "true" or "1" or "yes" => true,
            "false" or "0" or "no" => false,
            _ => throw Throw.BadField(_file, line, "canary", text, "true, false, 1, 0, yes, no or nothing"),
        };

        int Number(int line, string column, string text, string expected) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Throw.BadField(_file, line, column, text, expected);
    }
}
