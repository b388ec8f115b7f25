using VarMem.Pipeline;

namespace VarMem.Models.Generation;

/// <summary>The random numbers of one image: one for every token, given ones included, so that none depends on what else is generated.</summary>
struct TokenDraws(long seed, int label, int index)
{
    /// <summary>Distance of two numbers in [0, 1): 2⁻⁵³.</summary>
    const double Step = 1.0 / (1L << 53);

    Xoshiro256 _generator = Start(SeededHash.Draw("generate", seed, $"{label}", index), SeededHash.Draw("generate more", seed, $"{label}", index));

    /// <summary>Uniform over [0, 1).</summary>
    public double Next() => (_generator.Next() >> 11) * Step;

    static Xoshiro256 Start((ulong, ulong) a, (ulong, ulong) b) => new(a.Item1, a.Item2, b.Item1, b.Item2);
}
