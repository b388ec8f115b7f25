namespace VarMem.Pipeline.Images;

/// <summary>Small pictures for contact sheets and pages.</summary>
public static class Thumbnail
{
    /// <summary>PNG of the picture in the file, fitted into a white square of <paramref name="side"/> pixels and centred.</summary>
    /// <exception cref="ImageException">The file cannot be read as an image.</exception>
    public static byte[] ToPng(string file, int side)
    {
        var reader = new ImageReader();
        reader.Open(file, file);
        reader.Decode(file);
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
