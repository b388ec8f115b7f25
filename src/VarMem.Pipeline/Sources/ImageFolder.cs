using VarMem.Pipeline.Images;

namespace VarMem.Pipeline.Sources;

/// <summary>
/// A folder of images, <c>DIR/{train,val}/CLASS/*</c> where all its folders are named train or val, else <c>DIR/CLASS/*</c> with no split.
/// A class's label is that of the model's class of the same name. A model without class names takes folders named by class number, or
/// one folder a class in ordinal order; without a model the labels are the folders' places in ordinal order. Where no labels are needed, the
/// class folders may be missing: <c>DIR/{train,val}/*</c> or <c>DIR/*</c>. An image's id is its place in the ordinal order of split (train
/// first), class name and path.
/// </summary>
/// <remarks>
/// An image is a file with one of <see cref="PictureNames.Endings"/>, whatever it holds. Hidden files and folders (a leading dot) and files with
/// one of <see cref="OtherEndings"/> are passed over; anything else is an error, so that no image is left out unnoticed.
/// </remarks>
public static class ImageFolder
{
    static readonly string[] OtherEndings =
    [
        ".txt", ".md", ".csv", ".tsv", ".json", ".xml", ".yaml", ".yml", ".html", ".log", ".ini", ".db",
        ".npy", ".npz", ".zip", ".tar", ".gz",
    ];

    internal static readonly string[] Splits = ["train", "val"];

    /// <param name="folder">The images folder; image paths are relative to it.</param>
    /// <param name="classNames">The model's class names by label, numbers where the classes have no names; null without a model.</param>
    /// <param name="labelled">Whether every image must have a label.</param>
    /// <param name="valLabels">The classes of the images <c>DIR/val/*</c>, or <c>DIR/*</c>, which then are of split val.</param>
    /// <exception cref="PipelineException">The folder is missing or not laid out as above, or a class is not the model's.</exception>
    public static ImageSource Open(
        string folder, IReadOnlyList<string>? classNames = null, bool labelled = true, SynsetList? valLabels = null)
    {
        if (!Directory.Exists(folder)) throw Throw.NoFolder(folder);
        var top = Folders(folder);
        string?[] splits = top.Length > 0 && top.All(Splits.Contains) ? [.. top] : [null];
        if (valLabels is not null && splits is ["train"]) throw Throw.NoValImages(folder);

        var labels = new ClassLabels(folder, classNames);
        var rows = new List<SourceImage>();
        foreach (var split in splits)
        {
            var splitFolder = Path.Combine(folder, split ?? "");
            if (valLabels is not null && split is not "train")
            {
                SourceImage[] images = [.. ImageFiles(splitFolder).Select(file => Row("val", Join(split, file)))];
                rows.AddRange(valLabels.Name(images, splitFolder, labels)
                    .OrderBy(row => row.ClassName, StringComparer.Ordinal).ThenBy(row => row.Path, StringComparer.Ordinal));
                continue;
            }
            foreach (var name in ClassFolders(splitFolder, labelled))
                foreach (var file in name is null ? Images(splitFolder) : ImageFiles(Path.Combine(splitFolder, name)))
                {
                    var row = Row(split, Join(split, name, file));
                    rows.Add(name is null ? row : labels.Named(row, name, $"Folder {folder} holds the class folder {name}"));
                }
        }
        return new ImageSource(Path.GetFullPath(folder), labels.Label(rows));

        SourceImage Row(string? split, string path) => new(0, path, Path.Combine(folder, path), null, null, split, null);
    }

    static string Join(params string?[] parts) => string.Join('/', parts.OfType<string>());

    /// <summary>The class folders; null among them stands for the images in the folder itself, where images need no class.</summary>
    static string?[] ClassFolders(string folder, bool labelled)
    {
        var names = Folders(folder);
        if (labelled) return names.Length > 0 ? names : throw Throw.NoClasses(folder);
        if (Images(folder).Length > 0) return [null, .. names];
        return names.Length > 0 ? names : throw Throw.NoImages(folder, PictureNames.Endings);
    }

    static string[] Folders(string folder) => Names(Directory.EnumerateDirectories(folder));

    static string[] ImageFiles(string classFolder)
    {
        if (Folders(classFolder) is [var inner, ..]) throw Throw.FolderInClass(classFolder, inner);
        return Images(classFolder) is { Length: > 0 } images ? images : throw Throw.NoImages(classFolder, PictureNames.Endings);
    }

    static string[] Images(string folder) => [.. Names(Directory.EnumerateFiles(folder)).Where(name => IsImage(folder, name))];

    static bool IsImage(string classFolder, string name)
    {
        if (PictureNames.IsPicture(name)) return true;
        return OtherEndings.Contains(Path.GetExtension(name).ToLowerInvariant()) ? false : throw Throw.UnknownEnding(classFolder, name, PictureNames.Endings);
    }

    static string[] Names(IEnumerable<string> paths) =>
        [.. paths.Select(path => Path.GetFileName(path)).Where(name => !PictureNames.IsHidden(name)).Order(StringComparer.Ordinal)];
}
