using VarMem.Pipeline.Images;
using VarMem.Pipeline.Statistics;

namespace VarMem.Tests.Pipeline.Statistics;

public class SpectrumTest
{
    /// <summary>
    /// Under the Hann window a wave of k cycles shows at k − 1, k and k + 1 cycles along its axis with amplitudes −1/4, 1/2, −1/4, and at
    /// −1, 0, 1 across it; 0.25 cycles a pixel are 8 of 32.
    /// </summary>
    [Theory]
    [InlineData(3, 0), InlineData(6, 0)] // at most √(7² + 1²)
    [InlineData(7, 2 / 36.0)] // energies (1, 4, 1) along by (1, 4, 1) across: 8 with ±1 across is beyond
    [InlineData(8, (8 + 6) / 36.0)] // 8 with ±1 across, and all of 9
    [InlineData(9, 1 - (4 / 36.0))] // all but 8 with 0 across
    [InlineData(10, 1), InlineData(16, 1)] // from 9 on
    public void HighFrequency_OfAWave_IsAsItsNumberTells(int cycles, double expected)
    {
        foreach (var turned in (bool[])[false, true])
        {
            var picture = Pictures.Gray(32, (x, y) => Wave(turned ? y : x));
            Assert.Equal(expected, HighFrequency(picture), 2e-3); // a wave in 8 bits is rounded
        }

        int Wave(int x) => (int)Math.Round(127.5 + (127.5 * Math.Cos(2 * Math.PI * cycles * x / 32)));
    }

    [Fact]
    public void HighFrequency_OfAFinerWave_IsLarger()
    {
        var shares = Enumerable.Range(1, 15).Select(cycles => HighFrequency(Pictures.Gray(
            32, (x, y) => (int)Math.Round(127.5 + (127.5 * Math.Sin(2 * Math.PI * cycles * (x + y) / 32)))))).ToArray();
        foreach (var (coarse, fine) in shares.Zip(shares.Skip(1))) Assert.True(fine >= coarse - 2e-3);
        Assert.InRange(shares[0], 0, 2e-3);
        Assert.InRange(shares[^1], 1 - 2e-3, 1);
    }

    [Fact]
    public void HighFrequency_OfWhiteNoise_IsTheAreaBeyondTheCircle()
    {
        var found = Enumerable.Range(0, 20).Average(seed => HighFrequency(Pictures.Random(64, seed)));
        Assert.Equal(1 - (Math.PI / 16), found, 0.01); // a circle of radius 1/4 in a square of side 1
    }

    /// <summary>Brightness and contrast change no share.</summary>
    [Fact]
    public void HighFrequency_OfLessContrast_IsTheSame()
    {
        var full = HighFrequency(Pictures.Gray(16, (x, y) => (x * 7 + y * y * 3) % 50 * 5));
        Assert.Equal(full, HighFrequency(Pictures.Gray(16, (x, y) => 100 + ((x * 7 + y * y * 3) % 50))), 1e-12);
    }

    static double HighFrequency(RgbImage picture)
    {
        var luminance = new Luminance();
        luminance.Read(picture);
        return new Spectrum().HighFrequency(luminance);
    }
}
