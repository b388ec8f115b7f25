using System.Security.Cryptography;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;

namespace VarMem.Tests.Pipeline.Images;

public sealed class LoadImagesTest : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_GivesPixelsSizeAndHash()
    {
        var file = Png.Rgb(2, 1, [1, 2, 3, 4, 5, 6]);
        using var cursor = Cursor(_folder.Write("x.png", file));
        Assert.True(cursor.MoveNext());
        RgbImage? image = null;
        int width = 0, height = 0;
        string? sha256 = null;
        cursor.GetGetter<RgbImage>(Columns.Image)(ref image);
        cursor.GetGetter<int>(Columns.Width)(ref width);
        cursor.GetGetter<int>(Columns.Height)(ref height);
        cursor.GetGetter<string>(Columns.Sha256)(ref sha256);
        Assert.Equal([1, 2, 3, 4, 5, 6], image.Pixels.ToArray());
        Assert.Equal((2, 1), (width, height));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(file)), sha256, ignoreCase: true);
    }

    [Fact]
    public void Load_OfHashAlone_DecodesNothing()
    {
        using var cursor = new LoadImages().Transform(One(_folder.Write("x.png", "no picture"))).GetRowCursor(Columns.Sha256);
        Assert.True(cursor.MoveNext());
        string? sha256 = null;
        cursor.GetGetter<string>(Columns.Sha256)(ref sha256);
        Assert.Equal(Convert.ToHexString(SHA256.HashData("no picture"u8)), sha256, ignoreCase: true);
    }

    [Fact]
    public void Load_OfGray_RepeatsIt() =>
        Assert.Equal([9, 9, 9, 200, 200, 200], Pixels(Png.Bytes(2, 1, 8, PngColour.Gray, [9, 200])));

    [Fact]
    public void Load_OfOneBitGray_IsBlackAndWhite() =>
        Assert.Equal([255, 255, 255, 0, 0, 0, 255, 255, 255], Pixels(Png.Bytes(3, 1, 1, PngColour.Gray, [0b1010_0000])));

    [Fact]
    public void Load_OfPalette_ExpandsIt() =>
        Assert.Equal([40, 50, 60, 10, 20, 30], Pixels(Png.Bytes(2, 1, 8, PngColour.Palette, [1, 0], ("PLTE", [10, 20, 30, 40, 50, 60]))));

    [Fact]
    public void Load_OfTransparentPalette_FlattensOnWhite() => Assert.Equal(
        [40, 50, 60, 255, 255, 255],
        Pixels(Png.Bytes(2, 1, 8, PngColour.Palette, [1, 0], ("PLTE", [10, 20, 30, 40, 50, 60]), ("tRNS", [0]))));

    [Fact]
    public void Load_Of16Bit_TakesTheUpperByte()
    {
        Assert.Equal([0x12, 0x12, 0x12], Pixels(Png.Bytes(1, 1, 16, PngColour.Gray, [0x12, 0xFF])));
        Assert.Equal([0x12, 0x56, 0x9A], Pixels(Png.Bytes(1, 1, 16, PngColour.Rgb, [0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC])));
    }

    [Fact]
    public void Load_OfAlpha_FlattensOnWhiteToTheNearest()
    {
        for (var alpha = 0; alpha < 256; alpha++)
        {
            var a = alpha;
            var exact = new[] { 0, 100, 255 }.Select(value => ((value * a) + (255.0 * (255 - a))) / 255);
            Assert.Equal(exact.Select(value => (byte)Math.Round(value)), Pixels(Png.Bytes(1, 1, 8, PngColour.Rgba, [0, 100, 255, (byte)alpha])));
        }
        Assert.Equal([177, 177, 177], Pixels(Png.Bytes(1, 1, 8, PngColour.GrayAlpha, [100, 128])));
    }

    // Pillow: Image.new('CMYK', (16, 16), (64, 128, 0, 32)).convert('RGB').getpixel((0, 0)) == (167, 111, 223)
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_OfCmykJpeg_ConvertsAsPillow(bool adobe)
    {
        byte[] samples = [.. Enumerable.Repeat(new byte[] { 64, 128, 0, 32 }, 16 * 16).SelectMany(pixel => pixel)];
        var jpeg = Encoded.By("jpegsave_buffer", 16, 16, samples, 4, "cmyk", ("Q", "100"));
        var pixels = Pixels(adobe ? jpeg : Encoded.WithoutAdobeMarker(jpeg));
        foreach (var pixel in pixels.Chunk(3)) Assert.Equal([167, 111, 223], pixel);
    }

    [Fact]
    public void Ink_EqualsPillow()
    {
        Assert.Equal(255, PixelLayout.Ink(0, 0));
        Assert.Equal(0, PixelLayout.Ink(255, 0));
        Assert.Equal(0, PixelLayout.Ink(0, 255));
        for (var ink = 0; ink < 256; ink++)
            for (var black = 0; black < 256; black++)
                Assert.Equal(255 - black - Math.Round(ink * (255 - black) / 255.0), PixelLayout.Ink(ink, black));
    }

    [Fact]
    public void Load_OfExifRotated_DoesNotRotate()
    {
        var jpeg = Encoded.By("jpegsave_buffer", 16, 8, new byte[16 * 8], 1, "b-w");
        using var cursor = Cursor(_folder.Write("x.jpg", Encoded.WithOrientation(jpeg, 6)));
        Assert.True(cursor.MoveNext());
        RgbImage? image = null;
        cursor.GetGetter<RgbImage>(Columns.Image)(ref image);
        Assert.Equal((16, 8), (image.Width, image.Height));
    }

    [Theory]
    [InlineData("webpsave_buffer", "lossless", "true")]
    [InlineData("tiffsave_buffer", "compression", "lzw")]
    [InlineData("gifsave_buffer", "dither", "0")]
    public void Load_OfOtherFormats_GivesThePixels(string operation, string option, string value)
    {
        byte[] pixels = [250, 10, 0, 0, 20, 240, 0, 20, 240, 250, 10, 0];
        Assert.Equal(pixels, Pixels(Encoded.By(operation, 2, 2, pixels, 3, "srgb", (option, value))));
    }

    [Theory]
    [InlineData("webpsave_buffer", "lossless", "true")]
    [InlineData("tiffsave_buffer", "compression", "lzw")]
    [InlineData("gifsave_buffer", "dither", "0")]
    public void Load_OfSeveralFrames_TakesTheFirst(string operation, string option, string value)
    {
        byte[] frames = [250, 10, 0, 250, 10, 0, 0, 20, 240, 0, 20, 240];
        Assert.Equal(frames[..6], Pixels(Encoded.By(operation, 2, 2, frames, 3, "srgb", (option, value), ("page-height", "1"))));
    }

    [Fact]
    public void Load_OfOnePixel_IsOnePixel() => Assert.Equal([7, 8, 9], Pixels(Png.Rgb(1, 1, [7, 8, 9])));

    [Fact]
    public void Load_OfMissingFile_SaysSo()
    {
        var error = Failure(_folder.File("gone.png"));
        Assert.Equal("some/path.png", error.Path);
        Assert.Equal($"there is no file {_folder.File("gone.png")}", error.Reason);
        Assert.Equal($"some/path.png: {error.Reason}", error.Message);
    }

    [Fact]
    public void Load_OfFolder_SaysItCannotBeRead()
    {
        Directory.CreateDirectory(_folder.File("x.png"));
        Assert.StartsWith("the file cannot be read: ", Failure(_folder.File("x.png")).Reason);
    }

    [Fact]
    public void Load_OfEmptyFile_SaysSo() => Assert.Equal("the file is empty (0 bytes)", Failure(_folder.Write("x.png", "")).Reason);

    [Fact]
    public void Load_OfText_ShowsItsBytes() => Assert.Equal(
        "begins with the bytes 4E6F207069637475, as none of JPEG, PNG, WebP, GIF, TIFF does; convert it to PNG",
        Failure(_folder.Write("x.png", "No picture")).Reason);

    [Fact]
    public void Load_OfTruncatedPng_SaysSo()
    {
        Assert.Equal("truncated, damaged or unusual PNG file", Failure(_folder.Write("x.png", Png.Rgb(1, 1, new byte[3])[..9])).Reason);
        var png = Png.Rgb(60, 60, Noise(60 * 60 * 3));
        foreach (var length in new[] { 20, 40, png.Length / 2, png.Length - 30 })
            Assert.StartsWith("truncated, damaged or unusual PNG file", Failure(_folder.Write("x.png", png[..length])).Reason);
    }

    [Fact]
    public void Load_OfTruncatedJpeg_SaysSo()
    {
        var jpeg = File.ReadAllBytes(Repository.File("tests", "reference", "resize", "nagasaki-boats.jpg"));
        foreach (var length in new[] { 10, 200, jpeg.Length / 2, jpeg.Length - 100 })
            Assert.StartsWith("truncated, damaged or unusual JPEG file: ", Failure(_folder.Write("x.jpg", jpeg[..length])).Reason);
    }

    [Fact]
    public void Load_OfHugeHeader_IsRefusedBeforeAnyPixel() => Assert.Equal(
        "30,000×30,000 pixels are too many, expected at most 178,956,970 and 65,535 a side",
        Failure(_folder.Write("x.png", Png.Header(30_000, 30_000))).Reason);

    [Fact]
    public void Load_OfLongHeader_IsRefusedBeforeAnyPixel() => Assert.Equal(
        "70,000×1 pixels are too many, expected at most 178,956,970 and 65,535 a side",
        Failure(_folder.Write("x.png", Png.Header(70_000, 1))).Reason);

    [Fact]
    public void Load_OfNarrowPicture_IsRefusedByResizing()
    {
        var file = _folder.Write("x.png", Png.Bytes(1, 40_000, 8, PngColour.Gray, new byte[40_000]));
        using var cursor = new LoadImages().Append(new ResizeImages(288)).Fit(One(file)).Transform(One(file)).GetRowCursor(Columns.Image);
        Assert.True(cursor.MoveNext());
        RgbImage? image = null;
        var error = Assert.Throws<ImageException>(() => cursor.GetGetter<RgbImage>(Columns.Image)(ref image));
        Assert.Equal(
            "1×40,000 pixels are so narrow that resizing makes 288×11,520,000 of them, expected at most 178,956,970", error.Reason);
    }

    [Fact]
    public void Load_AfterAFailure_GoesOn()
    {
        string bad = _folder.Write("bad.png", "bad"), good = _folder.Write("good.png", Png.Rgb(1, 1, [1, 2, 3]));
        using var cursor = new LoadImages().Transform(Source(bad, good)).GetRowCursor(Columns.Image, Columns.Width);
        var getter = cursor.GetGetter<RgbImage>(Columns.Image);
        var width = cursor.GetGetter<int>(Columns.Width);
        RgbImage? image = null;
        var value = 0;
        Assert.True(cursor.MoveNext());
        Assert.Throws<ImageException>(() => getter(ref image));
        Assert.Throws<ImageException>(() => width(ref value));
        Assert.True(cursor.MoveNext());
        getter(ref image);
        Assert.Equal([1, 2, 3], image.Pixels.ToArray());
    }

    [Fact]
    public void Load_OfDamagedFiles_InParallel_GivesEachItsOwnReason()
    {
        var png = Png.Rgb(60, 60, Noise(60 * 60 * 3));
        var jpeg = File.ReadAllBytes(Repository.File("tests", "reference", "resize", "nagasaki-boats.jpg"));
        string[] files = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0
            ? _folder.Write($"{i}.png", png[..(png.Length / 2)])
            : _folder.Write($"{i}.jpg", jpeg[..(jpeg.Length / 2)]))];
        string[] alone = [Failure(files[0]).Reason, Failure(files[1]).Reason];
        string[] together = [.. files.AsParallel().AsOrdered().Select(file => Failure(file).Reason)];
        for (var i = 0; i < files.Length; i++) Assert.Equal(alone[i % 2], together[i]);
    }

    byte[] Pixels(byte[] file)
    {
        using var cursor = Cursor(_folder.Write("x.png", file));
        Assert.True(cursor.MoveNext());
        RgbImage? image = null;
        cursor.GetGetter<RgbImage>(Columns.Image)(ref image);
        return image.Pixels.ToArray();
    }

    static ImageException Failure(string file)
    {
        using var cursor = Cursor(file);
        Assert.True(cursor.MoveNext());
        RgbImage? image = null;
        return Assert.Throws<ImageException>(() => cursor.GetGetter<RgbImage>(Columns.Image)(ref image));
    }

    static DataViewRowCursor Cursor(string file) =>
        new LoadImages().Transform(One(file)).GetRowCursor(Columns.Image, Columns.Width, Columns.Height, Columns.Sha256);

    static ImageSource One(string file) => Source(file);

    static ImageSource Source(params string[] files) =>
        new("", [.. files.Select((file, i) => new SourceImage(i, "some/path.png", file, 0, "0", null, null))]);

    static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
