namespace VarMem.Tests.Models.MadeUp;

/// <summary>A tensor of a made-up checkpoint: uniform random values around <paramref name="Center"/> with this standard deviation.</summary>
sealed record MadeUpTensor(string Name, int[] Shape, float Center, float Deviation)
{
    /// <summary>What an int64 tensor holds instead.</summary>
    public long[]? Integers { get; init; }

    public long Count => Shape.Aggregate(1L, (product, side) => product * side);

    /// <summary>Values that follow from <paramref name="seed"/> and the tensor's name alone.</summary>
    public void Fill(Span<float> values, int seed)
    {
        var half = Deviation * MathF.Sqrt(3);
        var state = (ulong)seed * 0x9E3779B97F4A7C15 + 1; // xorshift64*, started from the name
        foreach (var c in Name) state = (state ^ c) * 0x100000001B3;
        state |= 1;
        foreach (ref var value in values)
        {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            value = Center + half * ((state * 0x2545F4914F6CDD1D >> 40) * (2f / (1 << 24)) - 1); // 24 bits → [−1, 1)
        }
    }
}
