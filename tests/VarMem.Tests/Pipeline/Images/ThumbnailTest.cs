using VarMem.Pipeline;
using VarMem.Pipeline.Images;

namespace VarMem.Tests.Pipeline.Images;

public sealed class ThumbnailTest : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ToPng_FitsThePictureOnWhite()
    {
        byte[] red = [.. Enumerable.Repeat(new byte[] { 200, 0, 0 }, 40 * 20).SelectMany(pixel => pixel)];
        var reader = new ImageReader();
        reader.Open(_folder.Write("t.png", Thumbnail.ToPng(_folder.Write("x.png", Png.Rgb(40, 20, red)), "x.png", 10)), "t.png");
        reader.Decode("t.png");
        Assert.Equal((10, 10), (reader.Image.Width, reader.Image.Height));
        for (var y = 0; y < 10; y++)
            foreach (var pixel in reader.Image.Row(y).ToArray().Chunk(3))
                Assert.Equal(y is 0 or 1 or 7 or 8 or 9 ? [255, 255, 255] : [200, 0, 0], pixel);
    }

    [Fact]
    public void ToPng_OfNoPicture_IsAnImageException() =>
        Assert.Throws<ImageException>(() => Thumbnail.ToPng(_folder.Write("x.png", "text"), "x.png", 10));
}
