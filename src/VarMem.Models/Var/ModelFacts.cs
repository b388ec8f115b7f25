using System.Text.Json;

namespace VarMem.Models.Var;

/// <summary>What the checkpoints do not hold and a model.json beside them may say.</summary>
public sealed record ModelFacts
{
    /// <summary>The published training ratio (FoundationVision/VAR, mid_reso).</summary>
    public const double PublishedResizeRatio = 1.125;

    /// <summary>Side of the published tokenizer's last scale, for pictures of 256 pixels.</summary>
    const int PublishedLastSide = 16;

    /// <summary>Side of the picture, as a check: it follows from the scales and the tokenizer.</summary>
    public int? ImageSize { get; init; }

    public double? ResizeRatio { get; init; }

    /// <summary>Sides of the scales, for checkpoints without the buffer lvl_1L.</summary>
    public int[]? PatchNums { get; init; }

    public string[]? ClassNames { get; init; }

    /// <summary>Side of the picture for a tokenizer alone, whose tensors do not tell it.</summary>
    internal int TokenizerImageSize(TokenizerArchitecture tokenizer) =>
        ImageSize ?? (PatchNums?[^1] ?? PublishedLastSide) * tokenizer.Downsampling;

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
            return JsonSerializer.Deserialize<ModelFacts>(File.ReadAllBytes(file), ModelDescription.Json) ?? new ModelFacts();
        }
        catch (JsonException e)
        {
            throw Throw.BadFacts(file, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Throw.Unreadable(file, e);
        }
    }
}
