namespace VarMem.Analysis.Similarity;

/// <summary>A picture as it is compared.</summary>
/// <param name="Values">(channels, height, width) in [0, 1].</param>
/// <param name="Embedding">What an embedding model makes of it; null where there is none.</param>
public sealed record ComparedPicture(float[] Values, float[]? Embedding = null);

/// <summary>A generated image and the image that its first scales are of.</summary>
/// <param name="GenerationId">As in table generation.</param>
/// <param name="ImageId">The image that is to come out.</param>
/// <param name="GivenScales">How many of its scales were given.</param>
/// <param name="Generated">What came out.</param>
/// <param name="Tokens">(L) that came out.</param>
/// <param name="Image">The image itself.</param>
/// <param name="Decoded">What the decoder makes of the image's own tokens.</param>
/// <param name="ImageTokens">(L) of the image.</param>
public sealed record Continuation(
    int GenerationId, int ImageId, int GivenScales, ComparedPicture Generated, long[] Tokens, ComparedPicture Image, ComparedPicture Decoded, long[] ImageTokens);

/// <summary>A row of table similarity.</summary>
public readonly record struct SimilarityRow(int GenerationId, int ImageId, string Reference, string Measure, double Value);

/// <summary>A row of table token_agreement.</summary>
public readonly record struct TokenAgreementRow(int GenerationId, int Scale, double Share);
