using System.Globalization;
using VarMem.Measuring;
using VarMem.Models.Generation;

namespace VarMem.Generating;

/// <summary>What an extraction test generates, and from where on it calls an image extracted.</summary>
sealed record ExtractionTestOptions
{
    /// <summary>Folder of the images; null for that of the extraction.</summary>
    public string? Images { get; init; }

    /// <summary>Images of each class and population that are tried; 0 for all.</summary>
    public required int Candidates { get; init; }

    /// <summary>Numbers of given scales.</summary>
    public required IReadOnlyList<int> Prefixes { get; init; }

    /// <summary>Share of the validation images that may be called extracted.</summary>
    public required double FalsePositives { get; init; }

    /// <summary>Free samples of each class.</summary>
    public required int Samples { get; init; }

    /// <summary>How they are drawn.</summary>
    public required Sampling Sampling { get; init; }

    public required long Seed { get; init; }

    /// <summary>Whether what is there is dropped.</summary>
    public bool Again { get; init; }

    /// <summary>What generates.</summary>
    public required DeviceChoice Device { get; init; }

    public EmbeddingOptions? Embedding { get; init; }

    /// <summary>All that the generated images depend on, besides the images of the database.</summary>
    /// <param name="embeddingSha256">Of the embedding model; null where there is none.</param>
    public IEnumerable<KeyValuePair<string, string?>> Settings(string? embeddingSha256) =>
    [
        new("candidates", $"{Candidates}"),
        new("prefixes", string.Join(',', Prefixes)),
        new("false_positives", Text(FalsePositives)),
        new("samples", $"{Samples}"),
        new("cfg", Text(Sampling.Cfg)),
        new("top_k", $"{Sampling.TopK}"),
        new("top_p", Text(Sampling.TopP)),
        new("seed", $"{Seed}"),
        new("embed_sha256", embeddingSha256),
        new("embed_mean", Embedding is null ? null : string.Join(',', Embedding.Mean.Select(value => Text(value)))),
        new("embed_std", Embedding is null ? null : string.Join(',', Embedding.Deviation.Select(value => Text(value)))),
    ];

    static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>An embedding model and what its pixels are normalised by, of v/255.</summary>
sealed record EmbeddingOptions(string File, IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation);
