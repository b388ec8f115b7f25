namespace VarMem.Pipeline.Images;

/// <summary>What a network takes for pixels, as a picture again.</summary>
public static class PixelPicture
{
    /// <summary>PNG of pixels (3, side, side) in [−1, 1], each to the nearest of 256 levels: the inverse of what crops are made with.</summary>
    public static byte[] ToPng(ReadOnlySpan<float> pixels, int side)
    {
        var image = new RgbImage();
        var levels = image.Resize(side, side);
        for (var channel = 0; channel < 3; channel++)
            for (var i = 0; i < side * side; i++)
                levels[3 * i + channel] = (byte)Math.Clamp(MathF.Round((pixels[channel * side * side + i] + 1) * 127.5f), 0, 255);
        return PngFile.Encode(image);
    }
}
