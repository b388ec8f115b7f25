using VarMem.Analysis;
using VarMem.Analysis.Similarity;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem;

/// <summary>Reads the images of a database again, to be compared: the square in the middle of each.</summary>
static class DuplicateImages
{
    /// <summary>Pictures that are decoded ahead.</summary>
    const int Ahead = 64;

    readonly record struct Measured(int ImageId, string Path, int? Class, string? Sha256);

    /// <param name="connection">The database.</param>
    /// <param name="folder">The images folder; null for that of the extraction.</param>
    /// <param name="grid">The side that they are resized to, and its tiles.</param>
    /// <exception cref="UsageException">An image is gone or another by now, or there are none.</exception>
    /// <exception cref="ImageException">One cannot be read.</exception>
    public static ComparedImages Read(DuckDbConnection connection, string? folder, TileGrid grid, CancellationToken cancellation)
    {
        var measured = connection.Rows(
            "SELECT image_id, path, class_id, sha256 FROM image ORDER BY image_id",
            row => new Measured(row.GetInt32(0), row.GetString(1), row.GetFieldValue<int?>(2), row.IsDBNull(3) ? null : row.GetString(3)));
        if (measured.Count == 0) throw new UsageException($"{connection.DataSource} holds no images; run `varmem extract` into it first");
        var source = Source(connection, folder, measured);
        var view = new LoadImages().Append(new ResizeImages(grid.Width)).Append(new CropImages(new() { Side = grid.Width, Augmentations = 1, Mode = CropMode.Center }))
            .Fit(source).Transform(source).Prefetch(Environment.ProcessorCount, Ahead);
        var images = new TiledImages(measured.Count, grid);
        try
        {
            using var progress = new Progress("reading images", measured.Count);
            using var cursor = view.GetRowCursor(Columns.Crops, Columns.Sha256);
            var (crops, sha256) = (cursor.GetGetter<VBuffer<float>>(Columns.Crops), cursor.GetGetter<string>(Columns.Sha256));
            VBuffer<float>? crop = null;
            string? hash = null;
            var values = new float[grid.Values];
            for (var i = 0; cursor.MoveNext(); i++)
            {
                cancellation.ThrowIfCancellationRequested();
                sha256(ref hash);
                if (measured[i].Sha256 is { } recorded && recorded != hash) throw Changed(source.Folder, measured[i].Path);
                crops(ref crop);
                for (var v = 0; v < values.Length; v++) values[v] = (crop.GetValues()[v] + 1) / 2;
                images.Set(i, values);
                progress.Report(i + 1);
            }
            var classes = measured.Select(image => image.Class).OfType<int>().ToArray();
            return new([.. measured.Select(image => image.ImageId)], classes.Length == measured.Count ? classes : null, images);
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    /// <summary>The images as files: in the order given, whatever their image_id.</summary>
    static ImageSource Source(DuckDbConnection connection, string? given, IReadOnlyList<Measured> images)
    {
        var folder = given ?? connection.Rows("SELECT value FROM setting WHERE key = 'images' AND value IS NOT NULL", row => row.GetString(0)).FirstOrDefault()
            ?? throw new UsageException($"{connection.DataSource} does not say where its images are; expected their folder, --images DIR");
        if (!Directory.Exists(folder)) throw new UsageException($"the images folder {folder} is not there; expected it, or another with --images DIR");
        var finder = new ImageFinder(folder);
        return new(folder, [.. images.Select((image, row) => new SourceImage(
            row, image.Path, finder.Find(image.Path) ?? throw Gone(folder, image.Path), image.Class, null, null, null))]);
    }

    static UsageException Gone(string folder, string path) =>
        new($"there is no image {Path.Combine(folder, path)}; expected all images of the database. --images DIR names another folder");

    static UsageException Changed(string folder, string path) =>
        new($"{Path.Combine(folder, path)} is not the image that was measured, it has another SHA-256; expected all images as they were. --images DIR names another folder");
}
