using VarMem.Analysis.Similarity;
using VarMem.Models.Generation;
using VarMem.Models.Var;
using VarMem.Pipeline.Images;

namespace VarMem.Generating;

/// <summary>What a model generates, as it is compared and as it is kept.</summary>
/// <param name="Model">The model.</param>
/// <param name="Embedding">Null where no embeddings are compared.</param>
sealed record GeneratedPictures(ModelFolder Model, EmbeddingSession? Embedding)
{
    /// <param name="pixels">(3, side, side) in [−1, 1] each.</param>
    public IReadOnlyList<ComparedPicture> Of(IReadOnlyList<float[]> pixels, CancellationToken cancellation)
    {
        var embeddings = Embedding?.Embed(pixels, Model.Description.ImageSize, cancellation);
        return [.. pixels.Select((one, i) => new ComparedPicture(PixelPicture.InUnitRange(one), embeddings?[i]))];
    }

    public byte[] Png(ComparedPicture picture) => PixelPicture.ToPng(PixelPicture.FromUnitRange(picture.Values), Model.Description.ImageSize);
}
