using VarMem.Pipeline.Native;

namespace VarMem.Tests.Pipeline.Images;

/// <summary>Writes picture files with libvips, and changes JPEG's markers by hand.</summary>
static unsafe class Encoded
{
    /// <param name="operation">As jpegsave_buffer; CMYK is stored as Adobe does, inverted and with its marker.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="samples">(height, width, bands).</param>
    /// <param name="bands">Samples a pixel.</param>
    /// <param name="interpretation">What they are: b-w, srgb, cmyk.</param>
    /// <param name="options">The operation's.</param>
    public static byte[] By(
        string operation, int width, int height, byte[] samples, int bands, string interpretation, params (string, string)[] options)
    {
        fixed (byte* start = samples)
        {
            using var image = new VipsImage(Vips.ImageNewFromMemory(start, (nuint)samples.Length, width, height, bands, VipsFormat.UChar));
            using var copy = new VipsOperation("copy").Set("in", image).Set("interpretation", interpretation);
            Assert.True(copy.Run(), Vips.TakeErrors());
            using var marked = copy.Image();
            using var save = new VipsOperation(operation).Set("in", marked);
            foreach (var (name, value) in options) save.Set(name, value);
            Assert.True(save.Run(), Vips.TakeErrors());
            return save.Bytes();
        }
    }

    public static byte[] WithoutAdobeMarker(byte[] jpeg)
    {
        var marker = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xEE]);
        Assert.True(marker > 0, "libvips wrote no Adobe marker");
        return [.. jpeg[..marker], .. jpeg[(marker + 2 + (jpeg[marker + 2] << 8) + jpeg[marker + 3])..]];
    }

    /// <summary>Adds an EXIF segment with nothing but the orientation tag.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] tiff = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        byte[] exif = [.. "Exif"u8, 0, 0, .. tiff];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }
}
