using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VarMem.Pipeline;

namespace VarMem.Models.Var;

/// <summary>
/// Standard normal numbers that follow from a seed and a name alone, bit for bit on every machine: only sums, products, quotients and
/// square roots of float64 go into them, which IEEE 754 fixes to the last bit, as it does not fix logarithms.
/// </summary>
/// <remarks>
/// Marsaglia's polar method (Marsaglia and Bray 1964) on the numbers of <see cref="Xoshiro256"/>, whose state begins as SHA-256 of the
/// UTF-8 text <c>seed\0name</c>, four big-endian numbers of 64 bits.
/// </remarks>
sealed class NormalNumbers
{
    const double Ln2 = 0.69314718055994531, Sqrt2 = 1.4142135623730951;

    /// <summary>1/k for k = 21, 19 … 1: the series of artanh, as far as float64 sees it for |t| ≤ 0.172.</summary>
    static readonly double[] Artanh = [.. Enumerable.Range(0, 11).Select(i => 1.0 / (21 - 2 * i))];

    Xoshiro256 _bits;
    double _second;
    bool _hasSecond;

    public NormalNumbers(long seed, string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\0{name}")), hash);
        _bits = new(
            BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(hash[16..]), BinaryPrimitives.ReadUInt64BigEndian(hash[24..]));
    }

    public double Next()
    {
        if (_hasSecond)
        {
            _hasSecond = false;
            return _second;
        }
        double x, y, square;
        do // a point in the unit disc
        {
            (x, y) = (Uniform(), Uniform());
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);
        var factor = Math.Sqrt(-2 * Log(square) / square);
        (_second, _hasSecond) = (y * factor, true);
        return x * factor;
    }

    /// <summary>ln x = e·ln 2 + 2·artanh((m − 1)/(m + 1)) for x = m·2^e, a normal number above 0, with m from √½ to √2.</summary>
    internal static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (m > Sqrt2) (m, exponent) = (m / 2, exponent + 1);
        var t = (m - 1) / (m + 1);
        var (square, sum) = (t * t, 0.0);
        foreach (var coefficient in Artanh) sum = sum * square + coefficient;
        return exponent * Ln2 + 2 * t * sum;
    }

    /// <summary>A multiple of 2⁻⁵² from −1 to below 1.</summary>
    double Uniform() => ((long)_bits.Next() >> 11) * (1.0 / (1L << 52));
}
