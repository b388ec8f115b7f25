using VarMem.Pipeline.Images;

namespace VarMem.Pipeline.Statistics;

/// <summary>Hasler and Süsstrunk, Measuring colourfulness in natural images, 2003.</summary>
static class Colourfulness
{
    /// <summary>√(var rg + var yb) + 0.3 √(mean² rg + mean² yb), rg = R − G, yb = (R + G)/2 − B, on 0…255.</summary>
    public static double Of(RgbImage picture)
    {
        Moments redGreen = default, yellowBlue = default; // of rg, and of 2·yb, which is whole
        var pixels = picture.Pixels;
        for (var i = 0; i < pixels.Length; i += 3)
        {
            redGreen.Add(pixels[i] - pixels[i + 1]);
            yellowBlue.Add(pixels[i] + pixels[i + 1] - (2 * pixels[i + 2]));
        }
        var (rg, yb) = (redGreen.Mean, yellowBlue.Mean / 2);
        return Math.Sqrt(redGreen.Variance + (yellowBlue.Variance / 4)) + (0.3 * Math.Sqrt((rg * rg) + (yb * yb)));
    }
}
