using System.Globalization;
using VarMem.Models.Membership;
using VarMem.Store;

namespace VarMem.Measuring;

/// <summary>An image's likelihood, from the session into the rows of the database.</summary>
static class LikelihoodOfImage
{
    /// <summary>Adds the image's rows, those of its tokens only where asked for.</summary>
    public static void Add(this LikelihoodRows rows, ImageLikelihood image, bool tokens)
    {
        foreach (var scale in image.Scales)
            rows.Scales.Add(new(scale.TokenCount, scale.NllSum, scale.NullClassNllSum, scale.EntropySum, scale.RankSum, scale.TopCount));
        rows.Scores.AddRange(image.Scores);
        if (!tokens) return;
        for (var crop = 0; crop < image.Crops; crop++)
        {
            var of = image[crop];
            var p = of.Conditional;
            for (var t = 0; t < of.Tokens.Length; t++)
                rows.Tokens.Add(new(
                    crop, t, (sbyte)image.ScaleOf(t), (int)of.Tokens[t], -p.LogP[t], of.HasNullClass ? -of.NullClassLogP[t] : 0,
                    (int)p.Rank[t], -p.Mean[t]));
        }
    }

    /// <summary>What to say of an image with a token whose likelihood is no number; null where all are.</summary>
    public static string? NotFinite(ImageLikelihood? image)
    {
        if (image?.FirstNotFinite() is not { } first) return null;
        var logP = image[first.Crop].Conditional.LogP[first.Position].ToString(CultureInfo.InvariantCulture);
        return $"token {first.Position} (scale {image.ScaleOf(first.Position)}) of crop {first.Crop} has the log-likelihood {logP}, or logits that are no numbers; "
            + "try --precision fp32 if it was another, else the model's weights are broken, or drop --likelihood and what implies it";
    }
}
