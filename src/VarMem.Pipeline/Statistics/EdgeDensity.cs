namespace VarMem.Pipeline.Statistics;

/// <summary>How much of a picture is edges.</summary>
static class EdgeDensity
{
    /// <summary>A gradient of 0.1 a pixel, in the luminance's whole numbers and before Sobel's kernels are divided by 8.</summary>
    const long Threshold = 8 * Luminance.One / 10;

    /// <summary>Share of the interior pixels at which the gradient of Y, by Sobel's kernels divided by 8, is longer than 0.1.</summary>
    public static double Of(Luminance luminance)
    {
        int width = luminance.Width, height = luminance.Height;
        var edges = 0;
        for (var y = 1; y < height - 1; y++)
        {
            var above = luminance.Values.Slice((y - 1) * width, width);
            var row = luminance.Values.Slice(y * width, width);
            var below = luminance.Values.Slice((y + 1) * width, width);
            for (var x = 1; x < width - 1; x++)
            {
                long right = above[x + 1] + (2 * row[x + 1]) + below[x + 1] - above[x - 1] - (2 * row[x - 1]) - below[x - 1];
                long down = below[x - 1] + (2 * below[x]) + below[x + 1] - above[x - 1] - (2 * above[x]) - above[x + 1];
                if ((right * right) + (down * down) > Threshold * Threshold) edges++;
            }
        }
        return width < 3 || height < 3 ? 0 : (double)edges / ((width - 2) * (height - 2));
    }
}
