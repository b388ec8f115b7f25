using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Store;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Images;

/// <summary>An image of a database.</summary>
/// <param name="Path">Below the images folder.</param>
/// <param name="Class">Null where images have none.</param>
/// <param name="Sha256">Of the file that was measured; null where that is not recorded.</param>
readonly record struct StoredImage(int ImageId, string Path, int? Class, string? Sha256);

/// <summary>The images of a database as files, to be read again: the square in the middle of each.</summary>
sealed class StoredImages
{
    readonly ImageSource _source;

    StoredImages(IReadOnlyList<StoredImage> all, ImageSource source) => (All, _source) = (all, source);

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<StoredImage> All { get; }

    /// <param name="connection">The database.</param>
    /// <param name="folder">The images folder; null for that of the extraction, which the database names.</param>
    /// <param name="where">A condition on table image, as SQL.</param>
    /// <exception cref="UsageException">There are no images, or one is gone.</exception>
    public static StoredImages Of(DuckDbConnection connection, string? folder, string where = "true")
    {
        var all = connection.Rows(
            $"SELECT image_id, path, class_id, sha256 FROM image WHERE {where} ORDER BY image_id",
            row => new StoredImage(row.GetInt32(0), row.GetString(1), row.GetFieldValue<int?>(2), row.IsDBNull(3) ? null : row.GetString(3)));
        if (all.Count == 0) throw new UsageException($"{connection.DataSource} holds no images; run `varmem extract` into it first");
        folder ??= connection.Setting("images")
            ?? throw new UsageException($"{connection.DataSource} does not say where its images are; expected their folder, --images DIR");
        if (!Directory.Exists(folder)) throw new UsageException($"the images folder {folder} is not there; expected it, or another with --images DIR");
        var finder = new ImageFinder(folder);
        return new(all, new(folder, [.. all.Select((image, row) => new SourceImage(
            row, image.Path, finder.Find(image.Path) ?? throw Gone(folder, image.Path), image.Class, null, null, null))]));
    }

    /// <summary>Reads all of them in their order.</summary>
    /// <param name="shorter">Pixels that the shorter side is resized to.</param>
    /// <param name="side">Of the square.</param>
    /// <param name="read">Takes an image's place in <see cref="All"/> and its pixels (3, side, side) in [−1, 1], which are its own until it returns.</param>
    /// <exception cref="UsageException">An image is another than was measured.</exception>
    /// <exception cref="Pipeline.ImageException">One cannot be read.</exception>
    public void Read(int shorter, int side, Action<int, ReadOnlySpan<float>> read, CancellationToken cancellation)
    {
        using var progress = new Progress("reading images", All.Count);
        MiddleOfImages.Read(_source, shorter, side, (i, sha256, pixels) =>
        {
            if (All[i].Sha256 is { } recorded && recorded != sha256) throw Changed(_source.Folder, All[i].Path);
            read(i, pixels);
            progress.Report(i + 1);
        }, cancellation);
    }

    static UsageException Gone(string folder, string path) =>
        new($"there is no image {Path.Combine(folder, path)}; expected all images of the database. --images DIR names another folder");

    static UsageException Changed(string folder, string path) =>
        new($"{Path.Combine(folder, path)} is not the image that was measured, it has another SHA-256; expected all images as they were. --images DIR names another folder");
}
