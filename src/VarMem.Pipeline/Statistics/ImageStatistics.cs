namespace VarMem.Pipeline.Statistics;

/// <summary>
/// What a square 8-bit RGB picture looks like, in numbers. Sums of pixels are sums of whole numbers and transforms run in one order, so
/// that the same picture gives the same bits on any number of threads.
/// </summary>
public readonly record struct ImageStatistics
{
    /// <summary>Mean of the luminance Y = (0.299 R + 0.587 G + 0.114 B)/255, 0…1.</summary>
    public required double LuminanceMean { get; init; }

    /// <summary>Its population variance.</summary>
    public required double LuminanceVariance { get; init; }

    /// <summary>
    /// Hasler and Süsstrunk 2003: √(var rg + var yb) + 0.3 √(mean² rg + mean² yb) with rg = R − G and yb = (R + G)/2 − B, on 0…255.
    /// </summary>
    public required double Colourfulness { get; init; }

    /// <summary>Share of the interior pixels at which the gradient of Y (Sobel's kernels, divided by 8) is longer than 0.1.</summary>
    public required double EdgeDensity { get; init; }

    /// <summary>
    /// Share of the energy of Y at radial frequencies above 0.25 cycles a pixel: of the squared 2-D Fourier transform, the mean taken out
    /// before, under the separable Hann window (1 − cos 2πi/n)/2; 0 where there is no energy.
    /// </summary>
    public required double HighFrequency { get; init; }

    /// <summary>Shannon's entropy in nats of the histogram of 255·Y, rounded to whole numbers, halves to even.</summary>
    public required double Entropy { get; init; }

    /// <summary>Share of the interior pixels whose 3×3 neighbourhood spans at most 8 of 255 in each channel.</summary>
    public required double ConstantArea { get; init; }

    /// <summary>Bytes of the picture as libvips' PNG: zlib at level 6, filter sub, no metadata.</summary>
    public required int CompressedSize { get; init; }
}
