using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VarMem.Tests.Charts;

/// <summary>A decoded PNG of 8-bit RGBA without interlacing, which is what the renderer writes.</summary>
sealed record Png(int Width, int Height, byte[] Pixels)
{
    public static Png Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        Assert.Equal([0x89, .. "PNG\r\n\u001a\n"u8], bytes[..8]);
        var (width, height) = (0, 0);
        using var packed = new MemoryStream();
        for (var at = 8; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            var chunk = bytes.AsSpan(at + 8, length);
            switch (Encoding.ASCII.GetString(bytes, at + 4, 4))
            {
                case "IHDR":
                    (width, height) = (BinaryPrimitives.ReadInt32BigEndian(chunk), BinaryPrimitives.ReadInt32BigEndian(chunk[4..]));
                    Assert.Equal([8, 6, 0, 0, 0], chunk[8..].ToArray());
                    break;
                case "IDAT":
                    packed.Write(chunk);
                    break;
            }
            at += length + 12;
        }
        packed.Position = 0;
        using var rows = new MemoryStream();
        using (var unpacked = new ZLibStream(packed, CompressionMode.Decompress))
            unpacked.CopyTo(rows);
        return new(width, height, Unfilter(rows.ToArray(), 4 * width, height));
    }

    static byte[] Unfilter(byte[] rows, int stride, int height)
    {
        Assert.Equal((stride + 1) * height, rows.Length);
        var pixels = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = rows[y * (stride + 1)];
            for (var x = 0; x < stride; x++)
            {
                var left = x >= 4 ? pixels[y * stride + x - 4] : 0;
                var up = y > 0 ? pixels[(y - 1) * stride + x] : 0;
                var upLeft = x >= 4 && y > 0 ? pixels[(y - 1) * stride + x - 4] : 0;
                var prediction = filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, upLeft),
                    _ => throw new InvalidDataException($"filter {filter}"),
                };
                pixels[y * stride + x] = (byte)(rows[y * (stride + 1) + 1 + x] + prediction);
            }
        }
        return pixels;
    }

    static int Paeth(int left, int up, int upLeft)
    {
        var (a, b, c) = (Math.Abs(up - upLeft), Math.Abs(left - upLeft), Math.Abs(left + up - 2 * upLeft));
        return a <= b && a <= c ? left : b <= c ? up : upLeft;
    }

    /// <summary>Mean absolute difference of the channels, in levels of 255.</summary>
    public double DifferenceTo(Png other) => Pixels.Zip(other.Pixels, (a, b) => Math.Abs(a - b)).Average();

    /// <summary>The colour of a pixel as #rrggbb.</summary>
    public string At(int x, int y) => "#" + Convert.ToHexStringLower(Pixels, 4 * (y * Width + x), 3);
}
