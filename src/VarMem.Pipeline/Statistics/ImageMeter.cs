using VarMem.Pipeline.Images;

namespace VarMem.Pipeline.Statistics;

/// <summary>Takes the statistics of square pictures. An instance keeps its buffers, so it serves one thread.</summary>
sealed class ImageMeter
{
    /// <summary>
    /// For libvips' pngsave: zlib at level 6 over the differences to the pixel on the left, which makes a ramp as small as an area, and no
    /// metadata, which would weigh more than many a small picture.
    /// </summary>
    public static readonly (string Name, string Value)[] PngOptions = [("compression", "6"), ("filter", "sub"), ("keep", "none")];

    readonly Luminance _luminance = new();
    readonly Spectrum _spectrum = new();

    /// <param name="picture">(n, n, 3)</param>
    public ImageStatistics Measure(RgbImage picture)
    {
        _luminance.Read(picture);
        return new ImageStatistics
        {
            LuminanceMean = _luminance.Mean,
            LuminanceVariance = _luminance.Variance,
            Colourfulness = Colourfulness.Of(picture),
            EdgeDensity = EdgeDensity.Of(_luminance),
            HighFrequency = _spectrum.HighFrequency(_luminance),
            Entropy = _luminance.Entropy(),
            ConstantArea = ConstantArea.Of(picture),
            CompressedSize = PngFile.Encode(picture, PngOptions).Length,
        };
    }
}
