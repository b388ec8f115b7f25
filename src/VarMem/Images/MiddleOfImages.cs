using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;

namespace VarMem.Images;

/// <summary>The square in the middle of each image: the crop that nothing is drawn for.</summary>
static class MiddleOfImages
{
    /// <summary>Pictures that are decoded ahead.</summary>
    const int Ahead = 64;

    /// <summary>Reads all of a source in its order.</summary>
    /// <param name="source">The images.</param>
    /// <param name="shorter">Pixels that the shorter side is resized to.</param>
    /// <param name="side">Of the square.</param>
    /// <param name="read">Takes an image's row, the SHA-256 of its file, and its pixels (3, side, side) in [−1, 1], which are its own until it returns.</param>
    /// <exception cref="ImageException">One cannot be read.</exception>
    public static void Read(ImageSource source, int shorter, int side, Action<int, string, ReadOnlySpan<float>> read, CancellationToken cancellation)
    {
        var middle = new CropOptions { Side = side, Augmentations = 1, Mode = CropMode.Center };
        var view = new LoadImages().Append(new ResizeImages(shorter)).Append(new CropImages(middle))
            .Fit(source).Transform(source).Prefetch(Environment.ProcessorCount, Ahead);
        using var cursor = view.GetRowCursor(Columns.Crops, Columns.Sha256);
        var (crops, sha256) = (cursor.GetGetter<VBuffer<float>>(Columns.Crops), cursor.GetGetter<string>(Columns.Sha256));
        VBuffer<float>? crop = null;
        string? hash = null;
        for (var i = 0; cursor.MoveNext(); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            sha256(ref hash);
            crops(ref crop);
            read(i, hash, crop.GetValues());
        }
    }
}
