using System.Text.Json;
using System.Text.Json.Serialization;

namespace VarMem.Models.Var;

/// <summary>What model.json says of a built model: everything a run must know besides the graph itself.</summary>
/// <param name="ImageSize">Side of the square picture that the model takes, in pixels.</param>
/// <param name="ResizeRatio">
/// Shorter side before cropping, as a multiple of <paramref name="ImageSize"/>: the model's own training augmentation.
/// </param>
/// <param name="ClassNames">Names of the classes by label.</param>
/// <param name="Transformer">Null for a tokenizer built alone.</param>
/// <param name="GraphVersion">The <see cref="ModelBuilder.GraphVersion"/> that wrote the graph.</param>
/// <param name="GraphSha256">SHA-256 of model.onnx.</param>
/// <param name="DecoderSha256">SHA-256 of decoder.onnx; null for a model that cannot generate.</param>
/// <param name="StepSha256">SHA-256 of step.onnx; null for a model that cannot generate.</param>
/// <param name="WeightsBytes">Length of weights.bin.</param>
public sealed record ModelDescription(
    int ImageSize,
    double ResizeRatio,
    string[] ClassNames,
    Part<TransformerArchitecture>? Transformer,
    Part<TokenizerArchitecture> Tokenizer,
    int GraphVersion,
    string GraphSha256,
    string? DecoderSha256,
    string? StepSha256,
    long WeightsBytes)
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowDuplicateProperties = false,
        WriteIndented = true,
        IndentSize = 2,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>How many classes the labels tell apart; null for a tokenizer, which takes no labels.</summary>
    [JsonIgnore]
    public int? ClassCount => Transformer?.Architecture.ClassCount;

    /// <summary>An architecture as one line of JSON, as the database keeps it.</summary>
    public static string Line<T>(T architecture) =>
        JsonSerializer.Serialize(architecture, new JsonSerializerOptions(Json) { WriteIndented = false });
}

/// <summary>One of the two networks: the checkpoint that it came from and its architecture.</summary>
/// <param name="Checkpoint">File name of the checkpoint.</param>
/// <param name="Sha256">SHA-256 of the checkpoint file.</param>
/// <param name="Parameters">Learned values in the checkpoint, buffers not counted.</param>
public sealed record Part<TArchitecture>(string Checkpoint, string Sha256, long Parameters, TArchitecture Architecture);
