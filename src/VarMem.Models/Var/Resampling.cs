namespace VarMem.Models.Var;

/// <summary>
/// Resampling between fixed square sides as a matrix: it is linear, so a picture of n² positions times a constant (n², p²) matrix gives
/// the one of p². VAR's quantizer uses both directions (Tian et al. 2024, arXiv 2404.02905, algorithms 1 and 2).
/// </summary>
static class Resampling
{
    /// <summary>PyTorch's cubic convolution coefficient.</summary>
    const double A = -0.75;

    /// <summary>
    /// Adaptive average pooling from side n to p: output i averages inputs floor(i·n/p) … ceil((i+1)·n/p)−1. Returns (n², p²).
    /// </summary>
    public static float[] Area(int n, int p)
    {
        var weights = new double[p, n];
        for (var i = 0; i < p; i++)
        {
            var from = i * n / p;
            var to = ((i + 1) * n + p - 1) / p;
            for (var j = from; j < to; j++) weights[i, j] = 1.0 / (to - from);
        }
        return Separable(weights);
    }

    /// <summary>
    /// Bicubic upsampling from side p to n with half-pixel centres, without antialiasing, the border clamped. Returns (p², n²).
    /// </summary>
    public static float[] Bicubic(int p, int n)
    {
        var weights = new double[n, p];
        for (var i = 0; i < n; i++)
        {
            var source = (i + 0.5) * p / n - 0.5;
            var first = (int)Math.Floor(source) - 1;
            for (var tap = 0; tap < 4; tap++)
                weights[i, Math.Clamp(first + tap, 0, p - 1)] += Cubic(source - (first + tap));
        }
        return Separable(weights);
    }

    static double Cubic(double distance)
    {
        var x = Math.Abs(distance);
        return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1
            : x < 2 ? ((A * x - 5 * A) * x + 8 * A) * x - 4 * A
            : 0;
    }

    /// <summary>From one axis' weights (to, from) the matrix (from², to²) that applies them to rows and columns alike.</summary>
    static float[] Separable(double[,] axis)
    {
        var (to, from) = (axis.GetLength(0), axis.GetLength(1));
        var matrix = new float[from * from * to * to];
        for (var y = 0; y < from; y++)
            for (var x = 0; x < from; x++)
                for (var i = 0; i < to; i++)
                    for (var j = 0; j < to; j++)
                        matrix[((y * from + x) * to + i) * to + j] = (float)(axis[i, y] * axis[j, x]);
        return matrix;
    }
}
