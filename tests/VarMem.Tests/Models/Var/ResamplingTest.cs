using VarMem.Models.Var;

namespace VarMem.Tests.Models.Var;

public class ResamplingTest
{
    [Theory]
    [InlineData(8, 1), InlineData(8, 3), InlineData(8, 6), InlineData(16, 5), InlineData(16, 13), InlineData(32, 9)]
    public void Area_EqualsTheMeanOfEachRectangle(int n, int p)
    {
        var picture = Picture(n);
        var pooled = Apply(picture, Resampling.Area(n, p), p * p);
        for (var i = 0; i < p; i++)
            for (var j = 0; j < p; j++)
            {
                var (sum, count) = (0.0, 0);
                for (var y = (int)Math.Floor((double)i * n / p); y < Math.Ceiling((i + 1.0) * n / p); y++)
                    for (var x = (int)Math.Floor((double)j * n / p); x < Math.Ceiling((j + 1.0) * n / p); x++)
                    {
                        sum += picture[y * n + x];
                        count++;
                    }
                Assert.Equal(sum / count, pooled[i * p + j], 1e-5);
            }
    }

    /// <summary>The four taps around (i + 0.5)·p/n − 0.5, clamped at the border, worked out position by position.</summary>
    [Theory]
    [InlineData(1, 8), InlineData(2, 8), InlineData(3, 8), InlineData(6, 8), InlineData(10, 16), InlineData(13, 16)]
    public void Bicubic_EqualsTheDirectSum(int p, int n)
    {
        var picture = Picture(p);
        var enlarged = Apply(picture, Resampling.Bicubic(p, n), n * n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                var (sy, sx) = ((i + 0.5) * p / n - 0.5, (j + 0.5) * p / n - 0.5);
                var sum = 0.0;
                for (var y = (int)Math.Floor(sy) - 1; y <= (int)Math.Floor(sy) + 2; y++)
                    for (var x = (int)Math.Floor(sx) - 1; x <= (int)Math.Floor(sx) + 2; x++)
                        sum += Kernel(sy - y) * Kernel(sx - x) * picture[Math.Clamp(y, 0, p - 1) * p + Math.Clamp(x, 0, p - 1)];
                Assert.Equal(sum, enlarged[i * n + j], 1e-5);
            }
    }

    [Fact]
    public void Bicubic_WeightsSumToOne()
    {
        var weights = Resampling.Bicubic(5, 16);
        for (var to = 0; to < 256; to++)
            Assert.Equal(1, Enumerable.Range(0, 25).Sum(from => (double)weights[from * 256 + to]), 1e-6);
    }

    /// <summary>Keys' kernel with a = −0.75, as PyTorch uses it.</summary>
    static double Kernel(double x)
    {
        x = Math.Abs(x);
        return x <= 1 ? 1.25 * Math.Pow(x, 3) - 2.25 * x * x + 1
            : x < 2 ? -0.75 * Math.Pow(x, 3) + 3.75 * x * x - 6 * x + 3
            : 0;
    }

    static double[] Picture(int side)
    {
        var random = new Random(side);
        return [.. Enumerable.Range(0, side * side).Select(_ => random.NextDouble() * 2 - 1)];
    }

    static double[] Apply(double[] picture, float[] matrix, int columns) =>
        [.. Enumerable.Range(0, columns).Select(to => Enumerable.Range(0, picture.Length).Sum(from => picture[from] * matrix[from * columns + to]))];
}
