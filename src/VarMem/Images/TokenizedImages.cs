using System.Globalization;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Pipeline.Images;
using VarMem.Store;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Images;

/// <summary>An image of a database with the tokens (L) of the square in its middle.</summary>
sealed record TokenizedImage(StoredImage Image, long[] Tokens);

/// <summary>
/// The images of a database again, now one crop each that nothing is drawn for: its middle, at the size that the extraction's crops came
/// from, and its tokens.
/// </summary>
static class TokenizedImages
{
    /// <summary>Crops that are in memory at a time.</summary>
    const int Chunk = 256;

    /// <param name="connection">The database.</param>
    /// <param name="model">The model that it is of.</param>
    /// <param name="folder">The images folder; null for that of the extraction.</param>
    /// <param name="where">Which images: a condition on table image, as SQL.</param>
    /// <param name="seen">Takes the place of an image and its crop (3, side, side) in [−1, 1], which is its own until it returns; null where only tokens matter.</param>
    /// <exception cref="UsageException">It is another model, an image is gone or another by now, or has no class, or there are none.</exception>
    public static IReadOnlyList<TokenizedImage> Read(
        DuckDbConnection connection, ModelFolder model, string? folder, string where = "true", Action<int, ReadOnlySpan<float>>? seen = null,
        CancellationToken cancellation = default)
    {
        RequireModelOf(connection, model);
        var stored = StoredImages.Of(connection, folder, where);
        var side = model.Description.ImageSize;
        using var tokenizer = new TokenizerSession(model);
        var tokens = new List<long[]>();
        var crops = new List<float[]>();
        stored.Read(ResizeImages.ShorterSide(Ratio(connection), side), side, (i, pixels) =>
        {
            seen?.Invoke(i, pixels);
            crops.Add(pixels.ToArray());
            if (crops.Count == Chunk) Tokenize();
        }, cancellation);
        Tokenize();
        return [.. stored.All.Zip(tokens, (image, own) => new TokenizedImage(image, own))];

        void Tokenize()
        {
            tokens.AddRange(tokenizer.Tokens(crops, cancellation));
            crops.Clear();
        }
    }

    /// <summary>Refuses a model that the database's activations do not come from.</summary>
    public static void RequireModelOf(DuckDbConnection connection, ModelFolder model)
    {
        var recorded = connection.Setting("graph_sha256");
        if (recorded != model.Description.GraphSha256)
            throw new UsageException($"{connection.DataSource} was made with another model: its graph has the SHA-256 {recorded ?? "(none)"}, that of {model.Path} has {model.Description.GraphSha256}; expected the model that the images were measured with");
    }

    /// <summary>Shorter side before cropping as a multiple of the model's side.</summary>
    static double Ratio(DuckDbConnection connection) => connection.Setting("resize_ratio") is { } ratio
        ? double.Parse(ratio, CultureInfo.InvariantCulture)
        : throw new UsageException($"{connection.DataSource} was made from tensors of crops, which it does not hold; expected one made from images");
}
