using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VarMem.Pipeline;

/// <summary>Random numbers that depend on their purpose, a seed, an image's path and an augmentation's index alone.</summary>
public static class SeededHash
{
    /// <summary>
    /// The first two big-endian 64-bit numbers of SHA-256 of the UTF-8 text <c>purpose\0seed\0path\0index</c>, where \0 is a zero byte
    /// and numbers are decimal.
    /// </summary>
    public static (ulong First, ulong Second) Draw(string purpose, long seed, string path, int index)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{purpose}\0{seed}\0{path}\0{index}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }

    /// <summary>⌊number·count/2⁶⁴⌋: uniform over 0…count−1, save for differences below 2⁻⁶⁴ in probability.</summary>
    public static int Below(int count, ulong number) => (int)Math.BigMul(number, (ulong)count, out _);
}
