using VarMem.Pipeline.Native;

namespace VarMem.Pipeline.Images;

/// <summary>Pictures as PNG files, written by libvips.</summary>
static unsafe class PngFile
{
    /// <param name="image">Of any size.</param>
    /// <param name="options">Of libvips' pngsave_buffer, by name, where its own defaults are not wanted.</param>
    public static byte[] Encode(RgbImage image, params ReadOnlySpan<(string Name, string Value)> options)
    {
        fixed (byte* pixels = image.Pixels)
        {
            var owned = Vips.ImageNewFromMemory(pixels, (nuint)image.Pixels.Length, image.Width, image.Height, 3, VipsFormat.UChar);
            using var picture = owned != 0 ? new VipsImage(owned) : throw Throw.VipsUsage("new_from_memory", Vips.TakeErrors());
            using var save = new VipsOperation("pngsave_buffer").Set("in", picture);
            foreach (var (name, value) in options) save.Set(name, value);
            return save.Run() ? save.Bytes() : throw Throw.VipsUsage("pngsave_buffer", Vips.TakeErrors());
        }
    }
}
