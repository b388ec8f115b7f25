namespace VarMem.Store;

/// <summary>A row of table likelihood, but for image and scale.</summary>
/// <param name="NllUnconditionalSum">Without meaning where that is not recorded.</param>
public readonly record struct ScaleRow(
    int TokenCount, double NllSum, double NllUnconditionalSum, double EntropySum, long RankSum, int TopCount);

/// <summary>A row of table token_score, but for the image.</summary>
/// <param name="NllUnconditional">Without meaning where that is not recorded.</param>
public readonly record struct TokenRow(
    int Crop, int Position, sbyte Scale, int Token, float Nll, float NllUnconditional, int Rank, float Entropy);

/// <summary>The rows of images in tables likelihood, membership_score and token_score, to be appended together.</summary>
public sealed class LikelihoodRows
{
    /// <summary>(images, S)</summary>
    public List<ScaleRow> Scales { get; } = [];

    /// <summary>Membership scores (images, scores); NaN for one that an image has not.</summary>
    public List<double> Scores { get; } = [];

    /// <summary>(images, tokens of all crops)</summary>
    public List<TokenRow> Tokens { get; } = [];

    /// <summary>Numbers that these rows hold.</summary>
    public int ValueCount => (6 * Scales.Count) + Scores.Count + (9 * Tokens.Count);

    public void Clear()
    {
        Scales.Clear();
        Scores.Clear();
        Tokens.Clear();
    }
}
