using VarMem.Models.Membership;

namespace VarMem.Models.Scoring;

/// <summary>What an image's crops came to; the spans are reused for the next.</summary>
public readonly ref struct ScoredImage
{
    /// <summary>μ (units).</summary>
    public required ReadOnlySpan<float> Mu { get; init; }

    /// <summary>μ of each scale alone (S, scaled units); empty where it is not wanted.</summary>
    public ReadOnlySpan<float> ScaleMu { get; init; }

    /// <summary>Standard error of μ over the crops (units); empty where it is not wanted.</summary>
    public ReadOnlySpan<float> StandardErrors { get; init; }

    /// <summary>The likelihood of its tokens, reused for the next; null where it is not wanted.</summary>
    public ImageLikelihood? Likelihood { get; init; }
}
