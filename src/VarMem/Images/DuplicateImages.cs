using VarMem.Analysis;
using VarMem.Analysis.Similarity;
using VarMem.Pipeline.Images;
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
            stored.Read(grid.Width, grid.Width, (i, pixels) => images.Set(i, PixelPicture.InUnitRange(pixels)), cancellation);
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
