using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Numpy;
using VarMem.Pipeline.Sources.Shards;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline;

/// <summary>Every error of the project: what was found, where, what was expected. Called as <c>throw Throw.X(…)</c>.</summary>
[StackTraceHidden]
static class Throw
{
    // Views

    [DoesNotReturn]
    public static Exception NoSuchColumn(string name, DataViewSchema schema) =>
        throw new PipelineException($"There is no column {name}; the view has {schema}.");

    [DoesNotReturn]
    public static Exception ForeignColumn(DataViewSchema.Column column, DataViewSchema schema) =>
        throw new PipelineException($"Column {column} is of another view; this one has {schema}.");

    [DoesNotReturn]
    public static Exception InactiveColumn(DataViewSchema.Column column, IEnumerable<DataViewSchema.Column> active) =>
        throw new PipelineException($"Column {column} was not asked for when the cursor was made; {Listed(active)} were.");

    [DoesNotReturn]
    public static Exception WrongType(DataViewSchema.Column column, Type asked) =>
        throw new PipelineException($"Column {column} was asked for as {DataViewSchema.Column.TypeName(asked)}.");

    [DoesNotReturn]
    public static Exception WrongInput(string transform, DataViewSchema.Column needed, DataViewSchema.Column found) =>
        throw new PipelineException($"{transform} needs column {needed}, but the view has {found}.");

    // Folders

    [DoesNotReturn]
    public static Exception NoFolder(string folder) =>
        throw new PipelineException($"There is no folder {folder}; expected a folder of images, {FolderLayout}.");

    [DoesNotReturn]
    public static Exception NoClasses(string folder) =>
        throw new PipelineException($"Folder {folder} holds no class folders; expected {FolderLayout}.");

    [DoesNotReturn]
    public static Exception NoImages(string folder, IEnumerable<string> endings) =>
        throw new PipelineException(
            $"Class folder {folder} holds no images ({Listed(endings)}); remove it, or put its images in. Expected {FolderLayout}.");

    [DoesNotReturn]
    public static Exception FolderInClass(string folder, string inner) =>
        throw new PipelineException($"Class folder {folder} holds the folder {inner}; expected image files alone, {FolderLayout}.");

    [DoesNotReturn]
    public static Exception UnknownEnding(string folder, string name, IEnumerable<string> endings) =>
        throw new PipelineException(
            $"Class folder {folder} holds {name}, which has no image's ending ({Listed(endings)}); move it elsewhere, or convert it.");

    [DoesNotReturn]
    public static Exception UnknownClass(string found, string name, IReadOnlyCollection<string> classNames) =>
        throw new PipelineException(
            $"{found}, which is none of the model's {classNames.Count} classes{Nearest(name, classNames)}; "
            + "rename it, or give the labels with --manifest.");

    [DoesNotReturn]
    public static Exception AmbiguousClass(string found, int first, int second) =>
        throw new PipelineException(
            $"{found}, which is the name of the model's classes {first} and {second}; give the labels with --manifest.");

    [DoesNotReturn]
    public static Exception UnnamedClasses(string folder, int found, int classCount) =>
        throw new PipelineException(
            $"Folder {folder} holds images of {found} classes; the model has {classCount} classes without names. "
            + "Name them in model.json's class_names, or give the labels with --manifest.");

    [DoesNotReturn]
    public static Exception NoValImages(string folder) =>
        throw new PipelineException($"Folder {folder} holds no folder val, whose images --val-labels is for; drop it.");

    // Lists of classes and labels

    [DoesNotReturn]
    public static Exception NoClassList(string file) =>
        throw new PipelineException($"There is no class list {file}; expected a text file, one class by name or number a line.");

    [DoesNotReturn]
    public static Exception EmptyClassList(string file) =>
        throw new PipelineException($"Class list {file} names no class; expected one by name or number a line.");

    [DoesNotReturn]
    public static Exception NoLabelList(string file) =>
        throw new PipelineException($"There is no list of labels {file}; expected {LabelLines}.");

    [DoesNotReturn]
    public static Exception EmptyLabelList(string file) =>
        throw new PipelineException($"{file} lists no labels; expected {LabelLines}.");

    [DoesNotReturn]
    public static Exception BadLabelLine(string file, int line, string found) =>
        throw new PipelineException($"{file}, line {line}: found '{found}', expected {LabelLines}.");

    [DoesNotReturn]
    public static Exception NumberInLabelList(string file, int line, string found) =>
        throw new PipelineException(
            $"{file}, line {line}: found the number {found}, expected a synset such as n01440764: numbers count from 1 in one list, "
            + "from 0 in another and in different orders. A manifest takes labels as the model counts them.");

    [DoesNotReturn]
    public static Exception MixedLabelList(string file, int line, int firstLine) =>
        throw new PipelineException(
            $"{file}: found an image's name in only one of the lines {firstLine} and {line}; expected it in every line or in none.");

    [DoesNotReturn]
    public static Exception LabelCount(string file, int found, string folder, int images) =>
        throw new PipelineException(
            $"{file} lists {found} labels, but {folder} holds {images} images; expected a line an image, in the ordinal order of their names.");

    [DoesNotReturn]
    public static Exception ListedTwice(string file, int line, string name, int firstLine) =>
        throw new PipelineException($"{file}, line {line}: found {name} again, which line {firstLine} has already; expected each image once.");

    [DoesNotReturn]
    public static Exception NotListed(string file, string name, string folder, int missing) =>
        throw new PipelineException($"{file} has no line for {name} of {folder}{Others(missing)}; expected a line an image.");

    [DoesNotReturn]
    public static Exception ListedImageGone(string file, int line, string name, string folder, int missing) =>
        throw new PipelineException(
            $"{file}, line {line}: found {name}, which is not in {folder}{Others(missing)}; "
            + "bring the images, or list some of them with --manifest.");

    // Shards

    [DoesNotReturn]
    public static Exception OpenBrace(string pattern) =>
        throw new PipelineException($"{pattern}: a {{ is not closed; expected braces such as {{000..146}} or {{a,b}}.");

    [DoesNotReturn]
    public static Exception BadBrace(string pattern, string found) =>
        throw new PipelineException($"{pattern}: found {{{found}}}, expected numbers such as {{000..146}} or words such as {{a,b}}.");

    [DoesNotReturn]
    public static Exception NoShard(string file) =>
        throw new PipelineException($"There is no shard {file}; expected a tar file, or several by braces such as train-{{000..146}}.tar.");

    [DoesNotReturn]
    public static Exception SameShard(string file) => throw new PipelineException($"Shard {file} is named twice; expected each once.");

    [DoesNotReturn]
    public static Exception CutShard(string file, long offset, long length) =>
        throw new PipelineException(
            $"{file} ends at byte {length}, in or before the member whose header begins at byte {offset}, or before the zero block that ends "
            + "a tar file; it is truncated, or whatever wrote it was stopped. Bring it again.");

    [DoesNotReturn]
    public static Exception NoTarHeader(string file, long offset, Exception cause) =>
        throw new PipelineException(
            $"{file}, byte {offset}: found no header of a tar file ({cause.Message.TrimEnd('.')}); it is damaged, compressed, or no tar file.");

    [DoesNotReturn]
    public static Exception LinkedMember(string file, string name, string target) =>
        throw new PipelineException(
            $"{file}: {name} is a link to {target}; expected files alone, as tar --dereference --hard-dereference writes them.");

    [DoesNotReturn]
    public static Exception DuplicateMember(string file, string name) =>
        throw new PipelineException($"{file} holds {name} twice; expected each member once.");

    [DoesNotReturn]
    public static Exception NoPictures(string file, IEnumerable<string> endings) =>
        throw new PipelineException($"Shard {file} holds no pictures ({Listed(endings)}); name only shards that do.");

    [DoesNotReturn]
    public static Exception NoPictureOf(string file, string sample, IEnumerable<string> endings) =>
        throw new PipelineException($"{file} holds {sample}.cls, but no picture {sample} ({Listed(endings)}); convert it, or leave both out.");

    [DoesNotReturn]
    public static Exception NoLabel(string file, ShardPicture picture) =>
        throw new PipelineException(
            $"{file} tells no class of {picture.Name}; expected {picture.Sample}.cls with its name or number, or the picture in a class folder.");

    [DoesNotReturn]
    public static Exception LongClass(string file, string name, long length) =>
        throw new PipelineException($"{file}: {name} has {length} bytes, expected the name or number of a class.");

    [DoesNotReturn]
    public static Exception BadClassNumber(string where, string found, int classCount) =>
        throw new PipelineException($"{where}: found '{found}', expected 0…{classCount - 1} or the name of a class.");

    // Manifests

    [DoesNotReturn]
    public static Exception NoManifest(string file) => throw new PipelineException($"There is no manifest {file}.");

    [DoesNotReturn]
    public static Exception EmptyManifest(string file) =>
        throw new PipelineException(
            $"Manifest {file} lists no images; expected the header path,label,class,split,train_repeats and a row an image.");

    [DoesNotReturn]
    public static Exception NoManifestColumn(string file, string name, IEnumerable<string> names) =>
        throw new PipelineException($"{file}, line 1: found the columns {Listed(names)}, but no {name}; path and label are required.");

    [DoesNotReturn]
    public static Exception SameColumn(string file, IEnumerable<string> names) =>
        throw new PipelineException($"{file}, line 1: found the columns {Listed(names)}, which are two names of one; keep one of them.");

    [DoesNotReturn]
    public static Exception FieldCount(string file, int line, int found, string[] names) =>
        throw new PipelineException($"{file}, line {line}: found {found} fields, expected {names.Length}: {string.Join(',', names)}.");

    [DoesNotReturn]
    public static Exception BadField(string file, int line, string column, string found, string expected) =>
        throw new PipelineException($"{file}, line {line}: found {column} '{found}', expected {expected}.");

    [DoesNotReturn]
    public static Exception DuplicatePath(string file, int line, string path, int firstLine) =>
        throw new PipelineException(
            $"{file}, line {line}: found {path} again, which line {firstLine} has already; expected each image once.");

    [DoesNotReturn]
    public static Exception OpenQuote(string file, int line) =>
        throw new PipelineException($"{file}, line {line}: a quoted field starts here and does not end; expected a closing \".");

    [DoesNotReturn]
    public static Exception TextBehindQuote(string file, int line) =>
        throw new PipelineException(
            $"{file}, line {line}: found text behind a closing \"; expected a comma or the line's end (a quote in a field is doubled).");

    [DoesNotReturn]
    public static Exception NoSuchClass(string name, IReadOnlyCollection<string> classes) =>
        throw new PipelineException($"There is no class {name} among the {classes.Count} classes{Nearest(name, classes)}.");

    // Tensors

    [DoesNotReturn]
    public static Exception TensorShape(string file, NpyHeader found, string expected) =>
        throw new PipelineException($"{file}: found {found}, expected {expected}.");

    [DoesNotReturn]
    public static Exception TensorCount(string images, NpyHeader header, string labels, int count) =>
        throw new PipelineException(
            $"{images} holds {header.Shape[0]} crops and {labels} {count} labels; expected A·N crops for N labels.");

    [DoesNotReturn]
    public static Exception TensorAugmentations(string images, NpyHeader header, int augmentations) =>
        throw new PipelineException(
            $"{images} holds {header.Shape[0]} crops; expected a multiple of the {augmentations} crops an image that --augmentations names.");

    [DoesNotReturn]
    public static Exception TensorLabel(string file, int row, long found, int? classCount) =>
        throw new PipelineException(
            $"{file}, row {row}: found label {found}, expected {(classCount is { } count ? $"0…{count - 1}" : "a number from 0")}.");

    [DoesNotReturn]
    public static Exception NoNpy(string file) => throw new PipelineException($"There is no file {file}.");

    [DoesNotReturn]
    public static Exception NotNpy(string name) => throw new PipelineException($"{name} is no .npy file: its header is not NumPy's.");

    [DoesNotReturn]
    public static Exception NpyType(string name, string found, IEnumerable<string> known) =>
        throw new PipelineException($"{name}: found values of type {found}, expected one of {Listed(known)}.");

    [DoesNotReturn]
    public static Exception NpyOtherType(string name, NpyHeader found, Type expected) =>
        throw new PipelineException($"{name}: found {found}, expected {new NpyHeader(expected, found.Shape, 0)}.");

    [DoesNotReturn]
    public static Exception NpyOrder(string name) =>
        throw new PipelineException($"{name}: found Fortran order, expected C order; save it again with numpy.ascontiguousarray.");

    [DoesNotReturn]
    public static Exception NpyLength(string file, long found, NpyHeader header, long expected) =>
        throw new PipelineException($"{file}: found {found} bytes, expected {expected} for {header}; the file is truncated or damaged.");

    [DoesNotReturn]
    public static Exception NpyCount(string name, long found, long expected) =>
        throw new PipelineException($"{name}: {found} values were written, expected {expected} for its shape.");

    [DoesNotReturn]
    public static Exception NoArray(string file, string name, IEnumerable<string> names) =>
        throw new PipelineException($"{file} holds no array {name}; it has {Listed(names)}.");

    // Images: the reason alone, for the path stands before it

    [DoesNotReturn]
    public static Exception MissingImage(string path, string file) => throw new ImageException(path, $"there is no file {file}");

    [DoesNotReturn]
    public static Exception UnreadableImage(string path, Exception cause) =>
        throw new ImageException(path, $"the file cannot be read: {cause.Message}");

    [DoesNotReturn]
    public static Exception EmptyImage(string path) => throw new ImageException(path, "the file is empty (0 bytes)");

    [DoesNotReturn]
    public static Exception LargeFile(string path, long length) =>
        throw new ImageException(path, $"the file has {length:N0} bytes, expected at most {Array.MaxLength:N0}");

    [DoesNotReturn]
    public static Exception UnknownFormat(string path, ReadOnlySpan<byte> start)
    {
        var known = Listed(ImageFormat.Known.Select(format => format.Name));
        throw new ImageException(path, $"begins with the bytes {Convert.ToHexString(start)}, as none of {known} does; convert it to PNG");
    }

    [DoesNotReturn]
    public static Exception DamagedImage(string path, string format, string reason) =>
        throw new ImageException(path, $"truncated, damaged or unusual {format} file" + (reason.Length > 0 ? $": {reason}" : ""));

    [DoesNotReturn]
    public static Exception LargeImage(string path, int width, int height, long maxPixels, int maxSide) =>
        throw new ImageException(
            path, $"{width:N0}×{height:N0} pixels are too many, expected at most {maxPixels:N0} and {maxSide:N0} a side");

    [DoesNotReturn]
    public static Exception LargeResized(string path, int width, int height, long newWidth, long newHeight, long maxPixels) =>
        throw new ImageException(
            path,
            $"{width:N0}×{height:N0} pixels are so narrow that resizing makes {newWidth:N0}×{newHeight:N0} of them, "
            + $"expected at most {maxPixels:N0}");

    [DoesNotReturn]
    public static Exception UnknownLayout(string path, PixelLayout layout) =>
        throw new ImageException(
            path,
            $"found {layout.Bands} bands of format {layout.Format} and kind {layout.Interpretation}, "
            + "expected gray, RGB or CMYK of 8 or 16 bits");

    [DoesNotReturn]
    public static Exception SmallerThanCrop(string path, int width, int height, int side) =>
        throw new ImageException(path, $"{width}×{height} pixels are smaller than the crop of {side}×{side}; resize first");

    [DoesNotReturn]
    public static Exception TensorValue(string path, float found, int crop, int channel, int y, int x) =>
        throw new ImageException(
            path,
            string.Create(
                CultureInfo.InvariantCulture,
                $"found the value {found} at crop {crop}, channel {channel}, y {y}, x {x}, expected −1…1; ")
            + "scale 8-bit values by v / 127.5 − 1");

    // libvips

    [DoesNotReturn]
    public static Exception VipsInit(string reason) => throw new PipelineException($"libvips does not start: {reason}");

    [DoesNotReturn]
    public static Exception VipsUsage(string operation, string reason) =>
        throw new PipelineException($"libvips' {operation} failed: {reason}");

    const string FolderLayout = "DIR/CLASS/* or DIR/{train,val}/CLASS/*";

    const string LabelLines = "lines 'synset' in the ordinal order of the files, 'name synset' or 'name,synset'";

    const int MaxNameLength = 200;

    static string Others(int all) => all > 1 ? $" and {all - 1} more" : "";

    static string Listed<T>(IEnumerable<T> items) => string.Join(", ", items);

    /// <summary>
    /// The names with the smallest distance, ready to stand behind a clause. Those of hostile length are passed over, for the distance
    /// takes the product of two lengths.
    /// </summary>
    static string Nearest(string name, IEnumerable<string> known)
    {
        string[] nearest = name.Length > MaxNameLength ? [] :
        [
            .. known.Where(other => other.Length <= MaxNameLength)
                .OrderBy(other => Edits(name, other)).ThenBy(other => other, StringComparer.Ordinal).Take(3),
        ];
        return nearest.Length > 0 ? $"; the nearest are {Listed(nearest)}" : "";
    }

    /// <summary>Levenshtein's distance: how many letters to insert, delete or change.</summary>
    static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[b.Length];
    }
}
