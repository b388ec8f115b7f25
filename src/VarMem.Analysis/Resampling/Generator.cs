using System.Text;
using VarMem.Pipeline;

namespace VarMem.Analysis.Resampling;

/// <summary>
/// Random numbers that depend on a purpose, a seed and the number of a draw alone, so that draws may run on any thread in any order.
/// </summary>
struct Generator
{
    Xoshiro256 _numbers;

    public Generator(string purpose, long seed, int draw)
    {
        var state = 14695981039346656037; // FNV-1a of the purpose
        foreach (var letter in Encoding.UTF8.GetBytes(purpose))
            state = (state ^ letter) * 1099511628211;
        state = SplitMix(ref state) ^ (ulong)seed;
        state = SplitMix(ref state) ^ (uint)draw;
        _numbers = new(SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    public ulong Next() => _numbers.Next();

    public int Below(int count) => SeededHash.Below(count, Next());

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
