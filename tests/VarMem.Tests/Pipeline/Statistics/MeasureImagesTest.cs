using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Statistics;
using VarMem.Pipeline.Views;
using VarMem.Tests.Pipeline.Images;
using VarMem.Tests.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Statistics;

public sealed class MeasureImagesTest : IDisposable
{
    const int Side = 32;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A picture of 40×32 that is fitted already: 4 columns on each side are not seen.</summary>
    [Theory]
    [InlineData(40, 32), InlineData(32, 40), InlineData(32, 32)]
    public void Statistics_AreThoseOfTheSquareInTheMiddle(int width, int height)
    {
        var random = new Random(5);
        var pixels = new byte[width * height * 3];
        random.NextBytes(pixels);
        _folder.Write("a/x.png", Png.Rgb(width, height, pixels));
        var (left, top) = ((width - Side) / 2, (height - Side) / 2);
        var seen = Pictures.Of(Side, (x, y) => ((y + top) * width + x + left) * 3 is var i ? (pixels[i], pixels[i + 1], pixels[i + 2]) : default);
        Assert.Equal(new ImageMeter().Measure(seen), Statistics(View(ratio: 1.125)).Single());
    }

    /// <summary>150×100 to 48×32, then the middle.</summary>
    [Fact]
    public void Statistics_OfALargePicture_AreThoseOfTheFitted()
    {
        var pixels = new byte[150 * 100 * 3];
        new Random(6).NextBytes(pixels);
        _folder.Write("a/x.png", Png.Rgb(150, 100, pixels));
        var large = new RgbImage();
        pixels.CopyTo(large.Resize(150, 100));
        RgbImage? fitted = null;
        new Lanczos().Resize(large, 48, 32, ref fitted);
        var seen = Pictures.Of(Side, (x, y) => fitted.Row(y)[(3 * (x + 8))..] is [var red, var green, var blue, ..] ? (red, green, blue) : default);
        Assert.Equal(new ImageMeter().Measure(seen), Statistics(View(ratio: 1.5)).Single());
    }

    /// <summary>Neither asks for the other, and both together are as each alone, also when made ahead by threads.</summary>
    [Fact]
    public void Statistics_BesideCrops_AreAsEachAlone()
    {
        var emoji = new Selection { Limit = 8 }.Apply(ImageFolder.Open(Repository.File("models", "emoji", "images")));
        var view = Pipeline(1.25).Fit(emoji).Transform(emoji);
        var (crops, statistics) = (view.Vectors(Columns.Crops), Statistics(view));
        Assert.Equal(16, statistics.Count);
        foreach (var (workers, capacity) in new[] { (1, 1), (2, 3), (5, 8) })
        {
            using var cursor = view.Prefetch(workers, capacity).GetRowCursor(Columns.Crops, Columns.Statistics);
            var (crop, statistic) = (cursor.GetGetter<VBuffer<float>>(Columns.Crops), cursor.GetGetter<ImageStatistics>(Columns.Statistics));
            VBuffer<float>? values = null;
            var found = default(ImageStatistics);
            for (var row = 0; row < 16; row++)
            {
                Assert.True(cursor.MoveNext());
                crop(ref values);
                statistic(ref found);
                Assert.Equal(crops[row], values.GetValues().ToArray());
                Assert.Equal(statistics[row], found);
            }
        }
    }

    /// <summary>The file is read when the first column of it is asked for, and not again: it may be gone then.</summary>
    [Fact]
    public void Statistics_BesideCrops_AreOfOneReading()
    {
        var file = _folder.Write("a/x.png", Png.Rgb(64, 64, new byte[64 * 64 * 3]));
        using var cursor = View(1.25).GetRowCursor(Columns.Crops, Columns.Statistics, Columns.Sha256);
        VBuffer<float>? crops = null;
        var statistics = default(ImageStatistics);
        Assert.True(cursor.MoveNext());
        cursor.GetGetter<ImageStatistics>(Columns.Statistics)(ref statistics);
        File.Delete(file);
        cursor.GetGetter<VBuffer<float>>(Columns.Crops)(ref crops);
        Assert.Equal((0, 1), (statistics.LuminanceMean, statistics.ConstantArea));
        Assert.All(crops.GetValues().ToArray(), value => Assert.Equal(-1, value));
    }

    [Fact]
    public void Statistics_OfNoPicture_AreAnImageException()
    {
        _folder.Write("a/x.png", "text");
        Assert.Throws<ImageException>(() => Statistics(View(1.25)));
    }

    IDataView View(double ratio)
    {
        var source = ImageFolder.Open(_folder.Path);
        return Pipeline(ratio).Fit(source).Transform(source);
    }

    static EstimatorChain Pipeline(double ratio) => new LoadImages()
        .Append(new ResizeImages(Side, Columns.Fitted)).Append(new MeasureImages(Side))
        .Append(new ResizeImages(ResizeImages.ShorterSide(ratio, Side))).Append(new CropImages(new() { Side = Side }));

    static List<ImageStatistics> Statistics(IDataView view) => view.Column<ImageStatistics>(Columns.Statistics);
}
