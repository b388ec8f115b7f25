using System.Text.Json;
using System.Text.Json.Serialization;

namespace VarMem.Models.Var;

/// <summary>What the checkpoints do not hold and a model.json beside them may say.</summary>
public sealed record ModelFacts
{
    /// <summary>The published training ratio (FoundationVision/VAR, mid_reso).</summary>
    public const double PublishedResizeRatio = 1.125;

    /// <summary>Side of the published tokenizer's last scale, for pictures of 256 pixels.</summary>
    const int PublishedLastSide = 16;

    static readonly string[] Keys = ["image_size", "resize_ratio", "patch_nums", "heads", "class_names"];

    /// <summary>A fact that is not known is left away.</summary>
    static readonly JsonSerializerOptions Written =
        new(ModelDescription.Json) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Where the facts were read; for errors.</summary>
    [JsonIgnore]
    public string? Source { get; private init; }

    /// <summary>Side of the picture, as a check: it follows from the scales and the tokenizer.</summary>
    public int? ImageSize { get; init; }

    public double? ResizeRatio { get; init; }

    /// <summary>Sides of the scales, for checkpoints without the buffer lvl_1L.</summary>
    public int[]? PatchNums { get; init; }

    /// <summary>Attention heads, for checkpoints without scale_mul_1H11.</summary>
    public int? Heads { get; init; }

    public string[]? ClassNames { get; init; }

    /// <summary>Side of the picture for a tokenizer alone, whose tensors do not tell it.</summary>
    internal long TokenizerImageSize(TokenizerArchitecture tokenizer) =>
        ImageSize ?? (PatchNums is [.., var last] ? last : PublishedLastSide) * (long)tokenizer.Downsampling;

    /// <summary>The facts in model.json beside a checkpoint; none where there is no such file.</summary>
    public static ModelFacts Beside(string checkpoint)
    {
        var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(checkpoint))!, ModelFolder.DescriptionFile);
        return File.Exists(file) ? Read(file) : new ModelFacts();
    }

    public static ModelFacts Read(string file)
    {
        if (!File.Exists(file)) throw Throw.NoFacts(file);
        try
        {
            var bytes = ModelFolder.ReadJson(file);
            RefuseUnknown(file, bytes);
            var facts = JsonSerializer.Deserialize<ModelFacts>(bytes.Span, ModelDescription.Json)! with { Source = file };
            FactRules.Check(file, facts.ImageSize, facts.ResizeRatio, facts.PatchNums, facts.Heads, facts.ClassNames);
            return facts;
        }
        catch (JsonException e)
        {
            throw Throw.BadFacts(file, e);
        }
    }

    /// <summary>What a model was or would be built with.</summary>
    internal static ModelFacts Of(ModelDescription description) => new()
    {
        ImageSize = description.ImageSize,
        ResizeRatio = description.ResizeRatio,
        PatchNums = description.Transformer?.Architecture.PatchNums,
        Heads = description.Transformer is { Architecture: { HeadsFrom: HeadsFrom.Option, Heads: var heads } } ? heads : null,
        ClassNames = description.ClassNames,
    };

    internal void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Written) + "\n");

    /// <summary>A key that is misspelt would be passed over, and its default used. A built model's model.json has more keys.</summary>
    static void RefuseUnknown(string file, ReadOnlyMemory<byte> bytes)
    {
        using var json = JsonDocument.Parse(bytes, ModelFolder.Strict);
        if (json.RootElement.ValueKind != JsonValueKind.Object) throw Throw.FactsAreNoObject(file);
        if (json.RootElement.TryGetProperty(ModelFolder.GraphKey, out _)) return;
        foreach (var item in json.RootElement.EnumerateObject())
            if (!Keys.Contains(item.Name)) throw Throw.UnknownFact(file, item.Name, Keys);
    }
}
