using System.Buffers.Binary;
using System.IO.Compression;

namespace VarMem.Tests.Pipeline.Images;

enum PngColour : byte
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    Rgba = 6,
}

/// <summary>Writes PNG files by the book, without the library that reads them.</summary>
static class Png
{
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="depth">Bits a sample.</param>
    /// <param name="colour">What a pixel is.</param>
    /// <param name="rows">Every row's bytes, 16-bit samples big-endian.</param>
    /// <param name="before">Further chunks, PLTE and tRNS.</param>
    public static byte[] Bytes(int width, int height, byte depth, PngColour colour, byte[] rows, params (string Name, byte[] Data)[] before)
    {
        using var stream = new MemoryStream();
        stream.Write([0x89, .. "PNG\r\n\x1A\n"u8]);
        Chunk(stream, "IHDR", [.. BigEndian(width), .. BigEndian(height), depth, (byte)colour, 0, 0, 0]);
        foreach (var (name, data) in before) Chunk(stream, name, data);
        Chunk(stream, "IDAT", Deflated(rows, rows.Length / height));
        Chunk(stream, "IEND", []);
        return stream.ToArray();
    }

    public static byte[] Rgb(int width, int height, byte[] pixels) => Bytes(width, height, 8, PngColour.Rgb, pixels);

    /// <summary>A header that promises more than follows it.</summary>
    public static byte[] Header(int width, int height)
    {
        using var stream = new MemoryStream();
        stream.Write([0x89, .. "PNG\r\n\x1A\n"u8]);
        Chunk(stream, "IHDR", [.. BigEndian(width), .. BigEndian(height), 8, (byte)PngColour.Rgb, 0, 0, 0]);
        Chunk(stream, "IDAT", Deflated([0, 0, 0], 3));
        Chunk(stream, "IEND", []);
        return stream.ToArray();
    }

    static byte[] Deflated(byte[] rows, int stride)
    {
        using var stream = new MemoryStream();
        using (var deflate = new ZLibStream(stream, CompressionLevel.Optimal))
        {
            foreach (var row in rows.Chunk(stride)) deflate.Write([0, .. row]); // 0: the row is not filtered
        }
        return stream.ToArray();
    }

    static void Chunk(Stream stream, string name, byte[] data)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(name), .. data];
        stream.Write([.. BigEndian(data.Length), .. body, .. BigEndian((int)Crc(body))]);
    }

    static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
