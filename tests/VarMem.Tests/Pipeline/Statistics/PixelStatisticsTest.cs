using VarMem.Pipeline.Images;
using VarMem.Pipeline.Statistics;

namespace VarMem.Tests.Pipeline.Statistics;

/// <summary>Closed-form values of what is counted pixel by pixel, at its thresholds.</summary>
public class PixelStatisticsTest
{
    [Theory]
    [InlineData(255, 0, 0, 0.299), InlineData(0, 255, 0, 0.587), InlineData(0, 0, 255, 0.114), InlineData(255, 255, 255, 1)]
    public void Luminance_OfOneColour_IsItsWeight(int red, int green, int blue, double expected)
    {
        var luminance = Luminance(Pictures.Of(4, (_, _) => (red, green, blue)));
        Assert.Equal(expected, luminance.Mean, 1e-15);
        Assert.Equal(0, luminance.Variance);
    }

    [Fact]
    public void Entropy_OfARamp_IsThatOfItsLevels() =>
        Assert.Equal(Math.Log(256), Luminance(Pictures.Gray(16, (x, y) => (16 * y) + x)).Entropy(), 1e-12);

    /// <summary>Beside 255·Y = 5.87: 6.495 and 6.498 round to 6, too; 6.5 does, for halves go to even numbers; 7.479 does not.</summary>
    [Theory]
    [InlineData(10, 5, 5, 0), InlineData(0, 0, 57, 0), InlineData(3, 1, 44, 0), InlineData(5, 10, 1, 0.6931471805599453)]
    public void Entropy_CountsRoundedLevels(int red, int green, int blue, double expected) =>
        Assert.Equal(expected, Luminance(Pictures.Of(4, (x, _) => x % 2 == 0 ? (red, green, blue) : (0, 10, 0))).Entropy(), 1e-15);

    /// <summary>rg = 255, yb = 127.5 everywhere: no variance, 0.3 √(255² + 127.5²). Half red, half green: √(255²) + 0.3 · 127.5.</summary>
    [Fact]
    public void Colourfulness_OfRedAndOfRedWithGreen()
    {
        Assert.Equal(0.3 * Math.Sqrt((255 * 255) + (127.5 * 127.5)), Colourfulness.Of(Pictures.Of(4, (_, _) => (255, 0, 0))), 1e-12);
        Assert.Equal(255 + (0.3 * 127.5), Colourfulness.Of(Pictures.Of(4, (x, _) => x < 2 ? (255, 0, 0) : (0, 255, 0))), 1e-12);
        Assert.Equal(0, Colourfulness.Of(Pictures.Gray(4, (x, y) => x * y)));
    }

    /// <summary>At a step of height h the gradient is h/2 on both sides: 51/255 gives 0.1 just so, which is not longer than 0.1.</summary>
    [Theory]
    [InlineData(51, 0), InlineData(52, 2), InlineData(255, 2)]
    public void EdgeDensity_OfAStep_AsksForMoreThanATenth(int height, int columns)
    {
        foreach (var turned in (bool[])[false, true])
            Assert.Equal(columns / 8.0, EdgeDensity.Of(Luminance(Pictures.Gray(10, (x, y) => (turned ? y : x) < 5 ? 0 : height))));
    }

    /// <summary>A ramp of s a pixel has the gradient s/255, and on the diagonal √2 times that.</summary>
    [Fact]
    public void EdgeDensity_OfRamps_IsAllOrNothing()
    {
        Assert.Equal(0, EdgeDensity.Of(Luminance(Pictures.Gray(9, (x, _) => 25 * x))));
        Assert.Equal(1, EdgeDensity.Of(Luminance(Pictures.Gray(9, (x, _) => 26 * x))));
        Assert.Equal(1, EdgeDensity.Of(Luminance(Pictures.Gray(6, (x, y) => 19 * (x + y)))));
        Assert.Equal(0, EdgeDensity.Of(Luminance(Pictures.Gray(6, (x, y) => 18 * (x + y)))));
    }

    /// <summary>One pixel that differs by d from a constant picture: the nine neighbourhoods that hold it are constant up to d = 8.</summary>
    [Theory]
    [InlineData(8, 0), InlineData(9, 9)]
    public void ConstantArea_OfOneOtherPixel_LosesItsNeighbours(int difference, int lost)
    {
        foreach (var channel in (int[])[0, 1, 2])
            foreach (var sign in (int[])[-1, 1])
            {
                var picture = Pictures.Of(64, (_, _) => (90, 91, 92));
                picture.Row(33)[(3 * 20) + channel] += (byte)(sign * difference);
                Assert.Equal((62 * 62 - lost) / (62.0 * 62), ConstantArea.Of(picture));
            }
    }

    [Fact]
    public void Interior_OfTwoPixels_IsEmpty()
    {
        var picture = Pictures.Random(2, 1);
        Assert.Equal((0, 0), (ConstantArea.Of(picture), EdgeDensity.Of(Luminance(picture))));
    }

    static Luminance Luminance(RgbImage picture)
    {
        var luminance = new Luminance();
        luminance.Read(picture);
        return luminance;
    }
}
