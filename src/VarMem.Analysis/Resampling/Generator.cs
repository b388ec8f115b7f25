using System.Numerics;
using System.Text;

namespace VarMem.Analysis.Resampling;

/// <summary>
/// xoshiro256** (Blackman and Vigna, arXiv 1805.01407): random numbers that depend on a purpose, a seed and the number of a draw alone, so
/// that draws may run on any thread in any order.
/// </summary>
struct Generator
{
    ulong _s0, _s1, _s2, _s3;

    public Generator(string purpose, long seed, int draw)
    {
        var state = 14695981039346656037; // FNV-1a of the purpose
        foreach (var letter in Encoding.UTF8.GetBytes(purpose))
            state = (state ^ letter) * 1099511628211;
        state = SplitMix(ref state) ^ (ulong)seed;
        state = SplitMix(ref state) ^ (uint)draw;
        (_s0, _s1, _s2, _s3) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    internal Generator(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform over 0…count−1, save for differences below 2⁻³² in probability.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>Puts a random choice of <paramref name="count"/> items, in random order, at the beginning.</summary>
    public void Choose<T>(Span<T> items, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var other = i + Below(items.Length - i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
