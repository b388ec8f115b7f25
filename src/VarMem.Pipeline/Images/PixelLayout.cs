using VarMem.Pipeline.Native;

namespace VarMem.Pipeline.Images;

/// <summary>What a decoded picture's samples are, (H, W, bands), and how they become RGB.</summary>
readonly record struct PixelLayout(int Bands, VipsFormat Format, VipsInterpretation Interpretation)
{
    bool IsCmyk => Interpretation == VipsInterpretation.Cmyk;

    /// <summary>Gray, RGB or CMYK of 8 or 16 bits, the first two with or without alpha.</summary>
    public bool IsKnown =>
        Format is VipsFormat.UChar or VipsFormat.UShort
        && Enum.IsDefined(Interpretation)
        && (IsCmyk ? Bands is 4 : Bands is >= 1 and <= 4);

    /// <summary>
    /// Gray is repeated, CMYK converted as Pillow does without a profile, alpha flattened on white. Of 16 bits the upper 8 are taken, as
    /// Pillow does for colour; its clipping of 16-bit gray at 255, which leaves a white picture, is not followed.
    /// </summary>
    /// <param name="samples">Overwritten where they are 16-bit.</param>
    /// <param name="rgb">(H, W, 3).</param>
    public unsafe void ToRgb(byte* samples, Span<byte> rgb)
    {
        var pixels = rgb.Length / 3;
        if (Format == VipsFormat.UShort) Narrow((ushort*)samples, (long)pixels * Bands);
        if (Bands == 3)
        {
            new ReadOnlySpan<byte>(samples, rgb.Length).CopyTo(rgb);
            return;
        }
        for (var i = 0; i < rgb.Length; i += 3, samples += Bands)
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (Bands, IsCmyk) switch
            {
                (1, _) => (samples[0], samples[0], samples[0]),
                (2, _) => (OnWhite(samples[0], samples[1]), OnWhite(samples[0], samples[1]), OnWhite(samples[0], samples[1])),
                (_, true) => (Ink(samples[0], samples[3]), Ink(samples[1], samples[3]), Ink(samples[2], samples[3])),
                _ => (OnWhite(samples[0], samples[3]), OnWhite(samples[1], samples[3]), OnWhite(samples[2], samples[3])),
            };
    }

    static unsafe void Narrow(ushort* samples, long count)
    {
        for (long i = 0; i < count; i++) ((byte*)samples)[i] = (byte)(samples[i] >> 8);
    }

    /// <summary>The colour over white, to the nearest whole number; the divisor is odd, so there are no ties.</summary>
    internal static byte OnWhite(int value, int alpha) => (byte)(((value * alpha) + (255 * (255 - alpha)) + 127) / 255);

    /// <summary>(255 − ink)(255 − black)/255 with Pillow's rounding: what black leaves, less the ink's part of it.</summary>
    internal static byte Ink(int ink, int black)
    {
        var left = 255 - black;
        var part = (ink * left) + 128;
        return (byte)Math.Max(0, left - (((part >> 8) + part) >> 8));
    }
}
