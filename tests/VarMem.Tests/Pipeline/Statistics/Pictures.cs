using VarMem.Pipeline.Images;

namespace VarMem.Tests.Pipeline.Statistics;

/// <summary>Made-up square pictures.</summary>
static class Pictures
{
    public static RgbImage Of(int side, Func<int, int, (int Red, int Green, int Blue)> pixel)
    {
        var picture = new RgbImage();
        picture.Resize(side, side);
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                var (red, green, blue) = pixel(x, y);
                byte[] bytes = [checked((byte)red), checked((byte)green), checked((byte)blue)];
                bytes.CopyTo(picture.Row(y)[(3 * x)..]);
            }
        return picture;
    }

    public static RgbImage Gray(int side, Func<int, int, int> value) => Of(side, (x, y) => (value(x, y), value(x, y), value(x, y)));

    public static RgbImage Random(int side, int seed, int span = 256)
    {
        var random = new Random(seed);
        return Of(side, (_, _) => (random.Next(span), random.Next(span), random.Next(span)));
    }
}
