using VarMem.Analysis;
using VarMem.Analysis.Similarity;
using VarMem.Store.DuckDb;

namespace VarMem.Images;

/// <summary>Reads the images of a database again, to be compared: the square in the middle of each.</summary>
static class DuplicateImages
{
    /// <param name="connection">The database.</param>
    /// <param name="folder">The images folder; null for that of the extraction.</param>
    /// <param name="grid">The side that they are resized to, and its tiles.</param>
    /// <exception cref="Terminal.UsageException">An image is gone or another by now, or there are none.</exception>
    /// <exception cref="Pipeline.ImageException">One cannot be read.</exception>
    public static ComparedImages Read(DuckDbConnection connection, string? folder, TileGrid grid, CancellationToken cancellation)
    {
        var stored = StoredImages.Of(connection, folder);
        var images = new TiledImages(stored.All.Count, grid);
        try
        {
            var values = new float[grid.Values];
            stored.Read(grid.Width, grid.Width, (i, pixels) =>
            {
                for (var v = 0; v < values.Length; v++) values[v] = (pixels[v] + 1) / 2;
                images.Set(i, values);
            }, cancellation);
            var classes = stored.All.Select(image => image.Class).OfType<int>().ToArray();
            return new([.. stored.All.Select(image => image.ImageId)], classes.Length == stored.All.Count ? classes : null, images);
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }
}
