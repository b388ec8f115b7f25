using VarMem.Pipeline.Native;

namespace VarMem.Tests.Pipeline.Images;

/// <summary>Writes JPEG files with libvips, and changes their markers by hand.</summary>
static unsafe class Jpeg
{
    public static byte[] Gray(int width, int height) => Save(width, height, new byte[width * height], 1, "b-w");

    /// <summary>16×16 pixels of one colour, stored as Adobe does: inverted, with its marker.</summary>
    public static byte[] Cmyk(byte cyan, byte magenta, byte yellow, byte black) =>
        Save(16, 16, [.. Enumerable.Repeat(new[] { cyan, magenta, yellow, black }, 256).SelectMany(pixel => pixel)], 4, "cmyk");

    public static byte[] WithoutAdobeMarker(byte[] jpeg)
    {
        int marker = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xEE]);
        Assert.True(marker > 0, "libvips wrote no Adobe marker");
        return [.. jpeg[..marker], .. jpeg[(marker + 2 + (jpeg[marker + 2] << 8) + jpeg[marker + 3])..]];
    }

    /// <summary>An EXIF segment with nothing but the orientation tag.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] tiff = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        byte[] exif = [.. "Exif"u8, 0, 0, .. tiff];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    static byte[] Save(int width, int height, byte[] samples, int bands, string interpretation)
    {
        fixed (byte* start = samples)
        {
            using var image = new VipsImage(Vips.ImageNewFromMemory(start, (nuint)samples.Length, width, height, bands, VipsFormat.UChar));
            using var copy = new VipsOperation("copy").Set("in", image).Set("interpretation", interpretation);
            Assert.True(copy.Run(), Vips.TakeErrors());
            using var marked = copy.Image();
            using var save = new VipsOperation("jpegsave_buffer").Set("in", marked).Set("Q", "100");
            Assert.True(save.Run(), Vips.TakeErrors());
            return save.Bytes();
        }
    }
}
