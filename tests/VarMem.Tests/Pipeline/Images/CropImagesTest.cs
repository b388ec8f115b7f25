using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Numpy;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;
using VarMem.Tests.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Images;

public class CropImagesTest
{
    static readonly CropOptions Options = new() { Side = 32, Seed = 7 };

    // Python: h = hashlib.sha256(b'crop\0' b'7\0train/flags/x.png\0' b'0').digest(); int.from_bytes(h[:8], 'big') * 9 >> 64, and h[8:16].
    [Theory]
    [InlineData(0, 2, 7)]
    [InlineData(1, 6, 5)]
    [InlineData(2, 1, 4)]
    public void Offsets_ArePinned(int index, int y, int x) =>
        Assert.Equal((y, x), CropImages.Offsets(Options, "train/flags/x.png", index, 40, 40));

    [Fact]
    public void Draw_IsTheHashOfTheTextWithZeroBytes() =>
        Assert.Equal((5395196556357937585UL, 15121423891731310222UL), SeededHash.Draw("crop", 7, "train/flags/x.png", 0));

    [Fact]
    public void Below_ReachesBothEnds()
    {
        Assert.Equal(0, SeededHash.Below(9, 0));
        Assert.Equal(8, SeededHash.Below(9, ulong.MaxValue));
        Assert.Equal(0, SeededHash.Below(1, ulong.MaxValue));
    }

    [Fact]
    public void Offsets_AreUniformOverAllPlaces()
    {
        var counts = new int[9, 4];
        const int Draws = 36_000;
        for (var i = 0; i < Draws; i++)
        {
            var (y, x) = CropImages.Offsets(Options, $"{i / 8}.png", i % 8, 40, 35);
            counts[y, x]++;
        }
        // Expected 1,000 a place; five standard deviations are 156.
        foreach (var count in counts) Assert.InRange(count, 844, 1156);
    }

    [Theory]
    [InlineData(40, 40, 4, 4)]
    [InlineData(33, 35, 0, 2)] // halves to even: 0.5, 1.5
    [InlineData(37, 32, 2, 0)] // 2.5
    public void Offsets_OfTheCentre_RoundHalfToEven(int height, int width, int y, int x) =>
        Assert.Equal((y, x), CropImages.Offsets(Options with { Mode = CropMode.Center }, "any", 0, height, width));

    [Fact]
    public void Crops_ArePlanarAndFromMinusOneToOne()
    {
        using var folder = new TempFolder();
        byte[] pixels = [0, 255, 128, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        folder.Write("a/x.png", Png.Rgb(2, 2, pixels));
        var crops = Read(ImageFolder.Open(folder.Path), new CropImages(new() { Side = 2, Augmentations = 1, Seed = 1 }), 2).Single();
        float[] expected = [.. new[] { 0, 1, 4, 7, 255, 2, 5, 8, 128, 3, 6, 9 }.Select(value => (value / 255f) + (value / 255f) - 1)];
        Assert.Equal(expected, crops);
    }

    // The reference crops were made by the published PyTorch code with Pillow, at offsets of its own.
    [Fact]
    public void Crops_OfTheReference_LieInOurResizedPicturesBitForBit()
    {
        var folder = Repository.File("tests", "reference", "emoji");
        var paths = File.ReadAllLines(Path.Combine(folder, "paths.txt"));
        var expected = Npy.Read<float>(Path.Combine(folder, "images.npy")); // (16·8, 3, 32, 32)
        var emoji = ImageFolder.Open(Repository.File("models", "emoji", "images"));
        for (var i = 0; i < paths.Length; i++)
        {
            var id = emoji.Rows.Single(row => row.Path == paths[i]).ImageId;
            var whole = Read(emoji.Where(image => image == id), new CropImages(new() { Side = 40, Augmentations = 1 }), 40).Single();
            for (var a = 0; a < 8; a++) AssertWithin(whole, expected.Values.AsSpan(((i * 8) + a) * 3 * 32 * 32, 3 * 32 * 32));
        }
    }

    /// <summary>The (3, 32, 32) crop is somewhere in the (3, 40, 40) picture.</summary>
    static void AssertWithin(ReadOnlySpan<float> whole, ReadOnlySpan<float> crop)
    {
        for (var y = 0; y <= 8; y++)
            for (var x = 0; x <= 8; x++)
                if (IsAt(whole, crop, y, x)) return;
        Assert.Fail("the crop is nowhere in the picture");
    }

    static bool IsAt(ReadOnlySpan<float> whole, ReadOnlySpan<float> crop, int y, int x)
    {
        for (var channel = 0; channel < 3; channel++)
            for (var row = 0; row < 32; row++)
            {
                var there = whole.Slice((((channel * 40) + y + row) * 40) + x, 32);
                if (!there.SequenceEqual(crop.Slice(((channel * 32) + row) * 32, 32))) return false;
            }
        return true;
    }

    static List<float[]> Read(IDataView source, CropImages crop, int shorterSide)
    {
        var pipeline = new LoadImages().Append(new ResizeImages(shorterSide)).Append(crop);
        return pipeline.Fit(source).Transform(source).Vectors(Columns.Crops);
    }
}
