namespace VarMem.Pipeline.Images;

/// <summary>What a network takes for pixels, as a picture again.</summary>
public static class PixelPicture
{
    /// <summary>PNG of pixels (3, side, side) in [−1, 1], each to the nearest of 256 levels: the inverse of what crops are made with.</summary>
    public static byte[] ToPng(ReadOnlySpan<float> pixels, int side) => PngFile.Encode(Levels(pixels, side));

    /// <summary>Pixels (3, side, side) in [−1, 1] at another side, by Pillow's LANCZOS on 256 levels; as they are where the side is theirs.</summary>
    public static float[] Resize(ReadOnlySpan<float> pixels, int side, int newSide)
    {
        if (side == newSide) return pixels.ToArray();
        RgbImage? resized = null;
        new Lanczos().Resize(Levels(pixels, side), newSide, newSide, ref resized);
        var (plane, result) = (newSide * newSide, new float[3 * newSide * newSide]);
        for (var channel = 0; channel < 3; channel++)
            for (var i = 0; i < plane; i++)
                result[channel * plane + i] = resized.Pixels[3 * i + channel] / 127.5f - 1;
        return result;
    }

    /// <summary>From [−1, 1], as networks take them, to [0, 1], as pictures are compared.</summary>
    public static float[] InUnitRange(ReadOnlySpan<float> pixels)
    {
        var values = new float[pixels.Length];
        for (var i = 0; i < values.Length; i++) values[i] = (pixels[i] + 1) / 2;
        return values;
    }

    /// <summary>The way back.</summary>
    public static float[] FromUnitRange(float[] values) => Array.ConvertAll(values, value => 2 * value - 1);

    static RgbImage Levels(ReadOnlySpan<float> pixels, int side)
    {
        var image = new RgbImage();
        var levels = image.Resize(side, side);
        for (var channel = 0; channel < 3; channel++)
            for (var i = 0; i < side * side; i++)
                levels[3 * i + channel] = (byte)Math.Clamp(MathF.Round((pixels[channel * side * side + i] + 1) * 127.5f), 0, 255);
        return image;
    }
}
