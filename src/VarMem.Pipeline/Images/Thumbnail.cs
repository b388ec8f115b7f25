namespace VarMem.Pipeline.Images;

/// <summary>Small pictures for contact sheets and pages.</summary>
public static class Thumbnail
{
    /// <summary>PNG of the picture there, fitted into a white square of <paramref name="side"/> pixels and centred.</summary>
    /// <exception cref="ImageException">It cannot be read as an image; <paramref name="path"/> names it there.</exception>
    public static byte[] ToPng(ImageFile file, string path, int side)
    {
        using var reader = new ImageReader();
        reader.Open(file, path);
        reader.Decode(path);
        var longer = Math.Max(reader.Image.Width, reader.Image.Height);
        RgbImage? fitted = null;
        new Lanczos().Resize(reader.Image, Fit(reader.Image.Width), Fit(reader.Image.Height), ref fitted);

        var square = new RgbImage();
        square.Resize(side, side).Fill(255);
        int left = (side - fitted.Width) / 2, top = (side - fitted.Height) / 2;
        for (var y = 0; y < fitted.Height; y++) fitted.Row(y).CopyTo(square.Row(top + y)[(left * 3)..]);
        return PngFile.Encode(square);

        int Fit(int length) => Math.Max(1, (int)((long)length * side / longer));
    }
}
