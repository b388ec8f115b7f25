using VarMem.Pipeline.Images;

namespace VarMem.Pipeline.Statistics;

/// <summary>
/// Y = (0.299 R + 0.587 G + 0.114 B)/255 of a picture's pixels, kept as the whole number 255,000·Y, so that nothing is rounded. Its memory
/// is kept from picture to picture.
/// </summary>
sealed class Luminance
{
    /// <summary>What stands for Y = 1.</summary>
    public const int One = 255_000;

    int[] _values = [];
    Moments _moments;

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Mean of Y, 0…1.</summary>
    public double Mean => _moments.Mean / One;

    /// <summary>Population variance of Y.</summary>
    public double Variance => _moments.Variance / ((double)One * One);

    /// <summary>255,000·Y, (height, width).</summary>
    public ReadOnlySpan<int> Values => _values.AsSpan(0, Width * Height);

    public void Read(RgbImage picture)
    {
        (Width, Height) = (picture.Width, picture.Height);
        if (_values.Length < Width * Height) _values = new int[Width * Height];
        _moments = default;
        var pixels = picture.Pixels;
        for (var i = 0; i < Width * Height; i++)
        {
            _values[i] = (299 * pixels[3 * i]) + (587 * pixels[(3 * i) + 1]) + (114 * pixels[(3 * i) + 2]);
            _moments.Add(_values[i]);
        }
    }

    /// <summary>−Σ p ln p over the histogram of 255·Y, rounded to whole numbers, halves to even.</summary>
    public double Entropy()
    {
        Span<int> histogram = stackalloc int[256];
        foreach (var value in Values) histogram[(int)Math.Round(value / 1000.0, MidpointRounding.ToEven)]++;
        var entropy = 0.0;
        foreach (var count in histogram)
        {
            var p = (double)count / Values.Length;
            if (count > 0) entropy -= p * Math.Log(p);
        }
        return entropy;
    }
}
