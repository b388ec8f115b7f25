using System.Diagnostics.CodeAnalysis;
using VarMem.Pipeline.Views;

namespace VarMem.Pipeline.Images;

/// <summary>A picture, (height, width, 3) bytes, whose memory is kept from row to row. Whoever passes it to a getter owns it.</summary>
public sealed class RgbImage : IBuffer<RgbImage>
{
    byte[] _pixels = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Red, green, blue of the first row's first pixel, and so on.</summary>
    public Span<byte> Pixels => _pixels.AsSpan(0, Width * Height * 3);

    /// <summary>The row's bytes, (width, 3).</summary>
    public Span<byte> Row(int y) => _pixels.AsSpan(y * Width * 3, Width * 3);

    /// <summary>Pixels to be written, with what was in memory before; new memory is taken only where the old is too small.</summary>
    public Span<byte> Resize(int width, int height)
    {
        var length = checked(width * height * 3);
        if (_pixels.Length < length) _pixels = new byte[length];
        (Width, Height) = (width, height);
        return Pixels;
    }

    public void CopyTo([AllowNull] ref RgbImage destination) => Pixels.CopyTo((destination ??= new()).Resize(Width, Height));
}
