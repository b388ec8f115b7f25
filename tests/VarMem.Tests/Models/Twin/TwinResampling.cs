namespace VarMem.Tests.Models.Twin;

/// <summary>Pictures made smaller and larger, position by position.</summary>
static class TwinResampling
{
    /// <summary>Adaptive average pooling: output i averages inputs floor(i·n/p) … ceil((i+1)·n/p) − 1 on each axis.</summary>
    public static Picture Area(Picture x, int p)
    {
        var smaller = new Picture(x.Channels, p);
        for (var c = 0; c < x.Channels; c++)
            for (var i = 0; i < p; i++)
                for (var j = 0; j < p; j++)
                {
                    var ((top, bottom), (left, right)) = (Range(i), Range(j));
                    for (var row = top; row < bottom; row++)
                        for (var column = left; column < right; column++)
                            smaller[c, i, j] += x[c, row, column] / ((bottom - top) * (right - left));
                }
        return smaller;

        (int From, int To) Range(int i) => ((int)Math.Floor((double)(i * x.Side) / p), (int)Math.Ceiling((double)((i + 1) * x.Side) / p));
    }

    /// <summary>
    /// PyTorch's bicubic: the four by four inputs around (i + 0.5)·p/n − 0.5 on each axis; what lies beyond the border is the value there.
    /// </summary>
    public static Picture Bicubic(Picture x, int n)
    {
        var (larger, p) = (new Picture(x.Channels, n), x.Side);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                var (y, z) = ((i + 0.5) * p / n - 0.5, (j + 0.5) * p / n - 0.5);
                for (var row = (int)Math.Floor(y) - 1; row <= Math.Floor(y) + 2; row++)
                    for (var column = (int)Math.Floor(z) - 1; column <= Math.Floor(z) + 2; column++)
                        for (var c = 0; c < x.Channels; c++)
                            larger[c, i, j] += Kernel(y - row) * Kernel(z - column)
                                * x[c, Math.Clamp(row, 0, p - 1), Math.Clamp(column, 0, p - 1)];
            }
        return larger;
    }

    /// <summary>Keys' cubic convolution with a = −0.75.</summary>
    static double Kernel(double distance)
    {
        const double a = -0.75;
        var d = Math.Abs(distance);
        return d < 1 ? (a + 2) * d * d * d - (a + 3) * d * d + 1
            : d < 2 ? a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a
            : 0;
    }
}
