namespace VarMem.Pipeline.Images;

/// <summary>A file format, told by a file's first bytes alone, and the libvips operation that reads it.</summary>
sealed record ImageFormat(string Name, string Loader, Func<ReadOnlySpan<byte>, bool> Begins)
{
    /// <summary>Formats that are read; the first that fits is taken.</summary>
    public static readonly ImageFormat[] Known =
    [
        new("JPEG", "jpegload_buffer", file => file is [0xFF, 0xD8, 0xFF, ..]),
        new("PNG", "pngload_buffer", file => file is [0x89, (byte)'P', (byte)'N', (byte)'G', ..]),
        new("WebP", "webpload_buffer", file => file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8)),
        new("GIF", "gifload_buffer", file => file.StartsWith("GIF8"u8)),
        new("TIFF", "tiffload_buffer", file => file is [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..]),
    ];

    public static ImageFormat? Of(ReadOnlySpan<byte> file)
    {
        foreach (var format in Known)
            if (format.Begins(file)) return format;
        return null;
    }
}
