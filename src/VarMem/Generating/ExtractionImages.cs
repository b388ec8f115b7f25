using VarMem.Analysis.Similarity;
using VarMem.Images;
using VarMem.Models.Generation;
using VarMem.Models.Var;
using VarMem.Pipeline.Images;
using VarMem.Store.DuckDb;

namespace VarMem.Generating;

/// <summary>The images of a database as generated ones are compared with them: tokens, classes, splits and pictures, in the order of their numbers.</summary>
sealed class ExtractionImages : IDisposable
{
    /// <summary>Share of the images that may have one of another class nearer than free samples are that look alike.</summary>
    const double OtherClasses = 0.01;

    /// <summary>Pictures that go to the embedding model at a time.</summary>
    const int Chunk = 256;

    readonly IReadOnlyList<TokenizedImage> _images;
    readonly string?[] _splits;

    readonly int _noClass;

    ExtractionImages(IReadOnlyList<TokenizedImage> images, string?[] splits, int noClass, Gallery gallery) =>
        (_images, _splits, _noClass, Gallery) = (images, splits, noClass, gallery);

    /// <param name="connection">The database.</param>
    /// <param name="model">The model that it is of.</param>
    /// <param name="folder">The images folder; null for that of the extraction.</param>
    /// <param name="embedding">Null for none.</param>
    public static ExtractionImages Read(DuckDbConnection connection, ModelFolder model, string? folder, EmbeddingSession? embedding, CancellationToken cancellation)
    {
        var splits = connection.Rows("SELECT split FROM image ORDER BY image_id", row => row.IsDBNull(0) ? null : row.GetString(0)).ToArray();
        var side = model.Description.ImageSize;
        var tiled = new TiledImages(splits.Length, new TileGrid(3, side, side));
        try
        {
            var images = TokenizedImages.Read(
                connection, model, folder, seen: (i, pixels) => tiled.Set(i, PixelPicture.InUnitRange(pixels)), cancellation: cancellation);
            var embeddings = embedding is null ? null : Enumerable.Range(0, splits.Length).Chunk(Chunk)
                .SelectMany(chunk => embedding.Embed([.. chunk.Select(i => PixelPicture.FromUnitRange(tiled.Get(i)))], side, cancellation)).ToList();
            return new(images, splits, model.Description.Transformer!.Architecture.ClassCount, new Gallery([.. images.Select(image => image.Image.ImageId)], tiled, embeddings));
        }
        catch
        {
            tiled.Dispose();
            throw;
        }
    }

    public Gallery Gallery { get; }

    public int Count => _images.Count;

    public int Id(int place) => _images[place].Image.ImageId;

    /// <summary>The class; the number of classes, which stands for none, where the image has none.</summary>
    public int Label(int place) => _images[place].Image.Class ?? _noClass;

    public long[] Tokens(int place) => _images[place].Tokens;

    /// <summary>train, val or null.</summary>
    public string? Split(int place) => _splits[place];

    public ComparedPicture Picture(int place) => new(Gallery.Images.Get(place), Gallery.Embeddings?[place]);

    /// <summary>The tiled l2 below which free samples look alike: nearer than images of two classes do. Null where there are no two classes.</summary>
    public float? PairThreshold(CancellationToken cancellation)
    {
        int[] classes = [.. _images.Select(image => image.Image.Class).OfType<int>()];
        return classes.Length < Count || classes.Distinct().Take(2).Count() < 2 ? null
            : OtherClassThreshold.Of(Gallery.Images, classes, OtherClasses, cancellation: cancellation);
    }

    public void Dispose() => Gallery.Images.Dispose();
}
