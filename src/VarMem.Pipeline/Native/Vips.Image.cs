using System.Runtime.InteropServices;

namespace VarMem.Pipeline.Native;

static unsafe partial class Vips
{
    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    public static partial int ImageGetWidth(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    public static partial int ImageGetHeight(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_bands")]
    public static partial int ImageGetBands(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_format")]
    public static partial VipsFormat ImageGetFormat(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_interpretation")]
    public static partial VipsInterpretation ImageGetInterpretation(VipsImage image);

    /// <summary>Computes the pixels, (H, W, bands). Null on failure; owned by the caller: g_free.</summary>
    [LibraryImport(Library, EntryPoint = "vips_image_write_to_memory")]
    public static partial byte* ImageWriteToMemory(VipsImage image, out nuint length);

    /// <summary>An image over the caller's memory, which must outlive it. Null on failure; owned by the caller: g_object_unref.</summary>
    [LibraryImport(Library, EntryPoint = "vips_image_new_from_memory")]
    public static partial nint ImageNewFromMemory(byte* data, nuint length, int width, int height, int bands, VipsFormat format);

    [LibraryImport(Library, EntryPoint = "g_free")]
    public static partial void Free(byte* memory);
}

/// <summary>VipsBandFormat: what a sample is.</summary>
enum VipsFormat
{
    UChar = 0,
    UShort = 2,
}

/// <summary>VipsInterpretation: what the bands are.</summary>
enum VipsInterpretation
{
    Multiband = 0,
    BlackWhite = 1,
    Cmyk = 15,
    Rgb = 17,
    Srgb = 22,
    Rgb16 = 25,
    Grey16 = 26,
}
