using System.Numerics;

namespace VarMem.Pipeline;

/// <summary>xoshiro256** (Blackman and Vigna, arXiv 1805.01407), from a state that is not all zeros.</summary>
public struct Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3)
{
    ulong _s0 = s0, _s1 = s1, _s2 = s2, _s3 = s3;

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
}
