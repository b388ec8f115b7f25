using VarMem.Pipeline.Images;
using VarMem.Pipeline.Statistics;

namespace VarMem.Tests.Pipeline.Statistics;

public class ImageMeterTest
{
    [Theory]
    [InlineData(0), InlineData(100), InlineData(255)]
    public void Measure_OfAllGray_HasNothingButAMean(int gray)
    {
        var found = new ImageMeter().Measure(Pictures.Gray(32, (_, _) => gray));
        Assert.Equal(gray / 255.0, found.LuminanceMean, 1e-15);
        Assert.Equal(
            new ImageStatistics
            {
                LuminanceMean = found.LuminanceMean,
                LuminanceVariance = 0,
                Colourfulness = 0,
                EdgeDensity = 0,
                HighFrequency = 0,
                Entropy = 0,
                ConstantArea = 1,
                CompressedSize = found.CompressedSize,
            },
            found);
        Assert.InRange(found.CompressedSize, 79, 140); // 78 bytes are the format's own
    }

    [Fact]
    public void Measure_OfACheckerboard_IsAllHighFrequency()
    {
        var found = new ImageMeter().Measure(Pictures.Gray(32, (x, y) => (x + y) % 2 * 255));
        Assert.Equal(0.5, found.LuminanceMean, 1e-15);
        Assert.Equal(0.25, found.LuminanceVariance, 1e-15);
        Assert.Equal(Math.Log(2), found.Entropy, 1e-15);
        Assert.Equal(1, found.HighFrequency, 1e-12);
        Assert.Equal(0, found.EdgeDensity); // what lies left and right of a pixel is equal, and above and below, too
        Assert.Equal(0, found.ConstantArea);
        Assert.Equal(0, found.Colourfulness);
    }

    [Fact]
    public void Measure_OfOneEdge_FindsItsTwoColumns()
    {
        var found = new ImageMeter().Measure(Pictures.Gray(32, (x, _) => x < 16 ? 0 : 255));
        Assert.Equal(2.0 / 30, found.EdgeDensity); // columns 15 and 16, at which the gradient is 1/2
        Assert.Equal(28.0 / 30, found.ConstantArea);
        Assert.Equal(0.25, found.LuminanceVariance, 1e-15);
        Assert.InRange(found.HighFrequency, 0.001, 0.1);
    }

    /// <summary>Random pictures, of sides that are powers of two and that are not; a second picture in the same buffers.</summary>
    [Theory]
    [InlineData(8), InlineData(3), InlineData(7), InlineData(12), InlineData(16), InlineData(21)]
    public void Measure_OfRandomPictures_EqualsItsTwin(int side)
    {
        var meter = new ImageMeter();
        for (var seed = 0; seed < 4; seed++)
            foreach (var span in (int[])[256, 40, 11])
            {
                var picture = Pictures.Random(side, seed, span);
                StatisticsTwin.RequireClose(StatisticsTwin.Of(picture), meter.Measure(picture));
            }
    }

    [Fact]
    public void Measure_AtAnySide_EqualsAFreshMeter()
    {
        var meter = new ImageMeter();
        foreach (var side in (int[])[16, 8, 24, 16])
            Assert.Equal(new ImageMeter().Measure(Pictures.Random(side, 1)), meter.Measure(Pictures.Random(side, 1)));
    }

    /// <summary>224 is no power of two: there the transform's library works on several threads by itself.</summary>
    [Theory]
    [InlineData(64), InlineData(224)]
    public void Measure_OnManyThreads_IsEqualBitForBit(int side)
    {
        var pictures = Enumerable.Range(0, 6).Select(seed => Pictures.Random(side, seed)).ToArray();
        var expected = pictures.Select(new ImageMeter().Measure).ToArray();
        Assert.Equal(expected, pictures.AsParallel().AsOrdered().WithDegreeOfParallelism(6).Select(picture => new ImageMeter().Measure(picture)));
    }

    /// <summary>More noise on a gray picture: more of all but the mean and the constant area.</summary>
    [Fact]
    public void Measure_OfMoreNoise_GrowsOrShrinks()
    {
        var found = Enumerable.Range(0, 6).Select(step => new ImageMeter().Measure(Noisy(6 << step))).ToArray();
        foreach (var (less, more) in found.Zip(found.Skip(1)))
        {
            Assert.True(less.LuminanceVariance < more.LuminanceVariance);
            Assert.True(less.Colourfulness < more.Colourfulness);
            Assert.True(less.Entropy < more.Entropy);
            Assert.True(less.CompressedSize < more.CompressedSize);
            Assert.True(less.EdgeDensity <= more.EdgeDensity);
            Assert.True(less.ConstantArea >= more.ConstantArea);
        }
        Assert.Equal((1, 0), (found[0].ConstantArea, found[^1].ConstantArea));
        Assert.Equal(0, found[0].EdgeDensity);
        Assert.InRange(found[^1].EdgeDensity, 0.05, 1);
    }

    /// <summary>Values 128 ± half of the span.</summary>
    static RgbImage Noisy(int span)
    {
        var noise = Pictures.Random(64, seed: 3, span);
        var pixels = noise.Pixels;
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(128 - (span / 2) + pixels[i]);
        return noise;
    }
}
