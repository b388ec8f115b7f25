using System.Numerics;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Statistics;
using VarMem.Tests.Pipeline.Images;

namespace VarMem.Tests.Pipeline.Statistics;

/// <summary>The statistics by their definitions: plain loops in floating point, the Fourier transform a sum over all pixels a frequency.</summary>
static class StatisticsTwin
{
    public static ImageStatistics Of(RgbImage picture)
    {
        var n = picture.Width;
        Assert.Equal(n, picture.Height);
        var y = new double[n, n];
        for (var row = 0; row < n; row++)
            for (var x = 0; x < n; x++)
                y[row, x] = (0.299 * Value(picture, row, x, 0) + 0.587 * Value(picture, row, x, 1) + 0.114 * Value(picture, row, x, 2)) / 255;
        var all = y.Cast<double>().ToArray();
        var mean = all.Average();
        var bins = all.CountBy(value => (int)Math.Round(255 * value)).Select(bin => (double)bin.Value / all.Length);
        return new ImageStatistics
        {
            LuminanceMean = mean,
            LuminanceVariance = all.Average(value => (value - mean) * (value - mean)),
            Colourfulness = Colourfulness(picture),
            EdgeDensity = Interior(n, (row, x) => Gradient(y, row, x) > 0.1),
            HighFrequency = HighFrequency(y, mean),
            Entropy = -bins.Sum(p => p * Math.Log(p)),
            ConstantArea = Interior(n, (row, x) => Enumerable.Range(0, 3).All(channel => Span(picture, row, x, channel) <= 8)),
            CompressedSize = Encoded.By(
                "pngsave_buffer", n, n, picture.Pixels.ToArray(), 3, "srgb", ("compression", "6"), ("filter", "sub"), ("keep", "none")).Length,
        };
    }

    /// <summary>Equal but for rounding; counts and sizes exactly.</summary>
    public static void RequireClose(ImageStatistics expected, ImageStatistics found)
    {
        Assert.Equal(expected.LuminanceMean, found.LuminanceMean, 1e-12);
        Assert.Equal(expected.LuminanceVariance, found.LuminanceVariance, 1e-12);
        Assert.Equal(expected.Colourfulness, found.Colourfulness, 1e-9);
        Assert.Equal(expected.EdgeDensity, found.EdgeDensity);
        Assert.Equal(expected.HighFrequency, found.HighFrequency, 1e-10);
        Assert.Equal(expected.Entropy, found.Entropy, 1e-12);
        Assert.Equal(expected.ConstantArea, found.ConstantArea);
        Assert.Equal(expected.CompressedSize, found.CompressedSize);
    }

    static int Value(RgbImage picture, int row, int x, int channel) => picture.Row(row)[(3 * x) + channel];

    static double Colourfulness(RgbImage picture)
    {
        var pixels = picture.Pixels.ToArray().Chunk(3).ToArray();
        var rg = pixels.Select(p => (double)p[0] - p[1]).ToArray();
        var yb = pixels.Select(p => 0.5 * (p[0] + p[1]) - p[2]).ToArray();
        return Math.Sqrt(Variance(rg) + Variance(yb)) + 0.3 * Math.Sqrt(rg.Average() * rg.Average() + yb.Average() * yb.Average());

        static double Variance(double[] values) => values.Average(value => (value - values.Average()) * (value - values.Average()));
    }

    static double Interior(int n, Func<int, int, bool> holds)
    {
        var count = 0;
        for (var row = 1; row < n - 1; row++)
            for (var x = 1; x < n - 1; x++)
                if (holds(row, x)) count++;
        return (double)count / ((n - 2) * (n - 2));
    }

    static double Gradient(double[,] y, int row, int x)
    {
        int[,] kernel = { { -1, 0, 1 }, { -2, 0, 2 }, { -1, 0, 1 } };
        var (right, down) = (0.0, 0.0);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
            {
                right += kernel[i, j] / 8.0 * y[row + i - 1, x + j - 1];
                down += kernel[j, i] / 8.0 * y[row + i - 1, x + j - 1];
            }
        return Math.Sqrt(right * right + down * down);
    }

    static int Span(RgbImage picture, int row, int x, int channel)
    {
        var values = from i in Enumerable.Range(row - 1, 3) from j in Enumerable.Range(x - 1, 3) select Value(picture, i, j, channel);
        return values.Max() - values.Min();
    }

    static double HighFrequency(double[,] y, double mean)
    {
        var n = y.GetLength(0);
        var (high, all) = (0.0, 0.0);
        for (var ky = 0; ky < n; ky++)
            for (var kx = 0; kx < n; kx++)
            {
                var sum = Complex.Zero;
                for (var row = 0; row < n; row++)
                    for (var x = 0; x < n; x++)
                        sum += (y[row, x] - mean) * Hann(row) * Hann(x) * Turn((long)ky * row + (long)kx * x);
                var (fy, fx) = (Frequency(ky), Frequency(kx));
                var energy = sum.Real * sum.Real + sum.Imaginary * sum.Imaginary;
                all += energy;
                if (Math.Sqrt(fy * fy + fx * fx) > 0.25) high += energy;
            }
        return all > 1e-20 ? high / all : 0;

        double Hann(int i) => (1 - Math.Cos(2 * Math.PI * i / n)) / 2;
        Complex Turn(long k) => Complex.FromPolarCoordinates(1, -2 * Math.PI * (k % n) / n);
        double Frequency(int k) => (double)(2 * k > n ? k - n : k) / n;
    }
}
