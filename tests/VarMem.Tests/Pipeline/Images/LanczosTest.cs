using FsCheck;
using FsCheck.Fluent;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Numpy;

namespace VarMem.Tests.Pipeline.Images;

public class LanczosTest
{
    [Theory]
    [InlineData("emoji.astonished", 40)]
    [InlineData("emoji.flag-af", 40)]
    public void Resize_OfPng_EqualsPillowBitForBit(string name, int shorter) =>
        Assert.Equal(0, MaxDifference(name + ".png", name, shorter));

    // Pillow's JPEG decoder is another than libvips', and may round a level differently before anything is resized.
    [Theory]
    [InlineData("airplane-from-above")]
    [InlineData("french-alpine-landscape")]
    [InlineData("locomotion-house-cat")]
    [InlineData("nagasaki-boats")]
    public void Resize_OfJpeg_IsAtMostTwoLevelsFromPillow(string name)
    {
        Assert.InRange(MaxDifference(name + ".jpg", name, 288), 0, 2);
        Assert.InRange(MaxDifference(name + ".jpg", name, 72), 0, 2);
    }

    [Fact]
    public void Resize_EqualsTheDoubleLoop_AtEverySize()
    {
        var cases = Gen.Choose(1, 60).ArrayOf(4).Zip(Gen.Choose(0, 1 << 30));
        Prop.ForAll(cases.ToArbitrary(), item =>
        {
            var (sides, seed) = item;
            var (width, height, newWidth, newHeight) = (sides[0], sides[1], sides[2], sides[3]);
            var image = Noise(width, height, seed);
            Assert.Equal(BruteForce(image, newWidth, newHeight), Resized(image, newWidth, newHeight).Pixels);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Resize_ReusingBuffers_LeavesNothingBehind()
    {
        var lanczos = new Lanczos();
        RgbImage? result = null;
        foreach (var (width, height) in new[] { (50, 40), (7, 9), (31, 40), (50, 3) })
        {
            var image = Noise(width, height, 1);
            lanczos.Resize(image, 20, 30, ref result);
            Assert.Equal(BruteForce(image, 20, 30), result.Pixels);
        }
    }

    [Fact]
    public void Resize_ToTheSameSize_CopiesThePixels()
    {
        var image = Noise(9, 5, 3);
        Assert.Equal(image.Pixels, Resized(image, 9, 5).Pixels);
    }

    [Fact]
    public void Fit_TruncatesTheLongerSide()
    {
        Assert.Equal((40, 40), ResizeImages.Fit(64, 64, 40));
        Assert.Equal((411, 288), ResizeImages.Fit(1024, 717, 288)); // 411.3
        Assert.Equal((288, 768), ResizeImages.Fit(3, 8, 288));
    }

    [Theory]
    [InlineData(1.25, 32, 40)]
    [InlineData(1.125, 256, 288)]
    [InlineData(1.125, 36, 40)] // 40.5
    [InlineData(1.125, 44, 50)] // 49.5
    public void ShorterSide_RoundsHalfToEven(double ratio, int side, int expected) =>
        Assert.Equal(expected, ResizeImages.ShorterSide(ratio, side));

    static int MaxDifference(string file, string name, int shorter)
    {
        using var reference = new NpzReader(Repository.File("tests", "reference", "resize", "pillow_lanczos.npz"));
        var expected = reference.Read<byte>($"{name}.{shorter}"); // (h, w, 3)
        var reader = new ImageReader();
        reader.Open(Repository.File("tests", "reference", "resize", file), file);
        reader.Decode(file);
        var (width, height) = ResizeImages.Fit(reader.Image.Width, reader.Image.Height, shorter);
        Assert.Equal([height, width, 3], expected.Shape);
        var found = Resized(reader.Image, (int)width, (int)height).Pixels.ToArray();
        return expected.Values.Zip(found, (a, b) => Math.Abs(a - b)).Max();
    }

    static RgbImage Resized(RgbImage image, int width, int height)
    {
        RgbImage? result = null;
        new Lanczos().Resize(image, width, height, ref result);
        return result;
    }

    static RgbImage Noise(int width, int height, int seed)
    {
        var image = new RgbImage();
        new Random(seed).NextBytes(image.Resize(width, height));
        return image;
    }

    /// <summary>Pillow's Resample.c, read off pixel by pixel.</summary>
    static byte[] BruteForce(RgbImage image, int width, int height)
    {
        var rows = Pass(image.Pixels.ToArray(), image.Height, image.Width, 3, width);   // (H, width, 3)
        return Pass(rows, 1, image.Height, width * 3, height);                             // (height, width·3)
    }

    /// <summary>Resizes the middle axis of (outer, length, inner).</summary>
    static byte[] Pass(byte[] values, int outer, int length, int inner, int newLength)
    {
        if (length == newLength) return values;
        double scale = (double)length / newLength, filterScale = Math.Max(1, scale), support = 3 * filterScale;
        var result = new byte[outer * newLength * inner];
        for (var o = 0; o < outer; o++)
            for (var i = 0; i < newLength; i++)
                for (var c = 0; c < inner; c++)
                {
                    var centre = (i + 0.5) * scale;
                    int from = Math.Max(0, (int)(centre - support + 0.5)), to = Math.Min(length, (int)(centre + support + 0.5));
                    double total = 0;
                    for (var k = from; k < to; k++) total += Weight((k - centre + 0.5) * (1 / filterScale));
                    var sum = 1 << 21;
                    for (var k = from; k < to; k++)
                    {
                        var weight = Weight((k - centre + 0.5) * (1 / filterScale)) / total;
                        sum += values[(((o * length) + k) * inner) + c] * (int)((weight * (1 << 22)) + Math.CopySign(0.5, weight));
                    }
                    result[(((o * newLength) + i) * inner) + c] = (byte)Math.Clamp(sum >> 22, 0, 255);
                }
        return result;
    }

    static double Weight(double x)
    {
        if (x is < -3 or >= 3) return 0;
        return Sinc(x) * Sinc(x / 3);
        static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
    }
}
