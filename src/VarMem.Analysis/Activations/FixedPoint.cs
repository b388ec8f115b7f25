using System.Numerics;

namespace VarMem.Analysis.Activations;

/// <summary>
/// Sums of means as multiples of 2^-64, which add up to the same in every order: no digit depends on threads, or on how the images were
/// dealt to shards. A float of 2^-41 (5e-13) or more is such a multiple; a smaller one is rounded to the nearest, ties to even.
/// </summary>
static class FixedPoint
{
    /// <summary>Values whose sums of high and low parts are whole numbers below 2^53, so that doubles hold them.</summary>
    const int MaxRun = 4096;

    const float MaxInRun = 1 << 17;

    const double High = 1 << 24, Low = 1L << 40;

    /// <param name="values">Finite, 0 or more, with a sum below 2^63.</param>
    public static Int128 Sum(ReadOnlySpan<float> values)
    {
        Int128 sum = 0;
        for (int start = 0, count; start < values.Length; start += count)
        {
            count = Math.Min(MaxRun, values.Length - start);
            sum += SumRun(values.Slice(start, count));
        }
        return sum;
    }

    /// <summary>As a number again.</summary>
    public static double ToDouble(Int128 sum) => (double)sum / 18446744073709551616.0;

    static Int128 SumRun(ReadOnlySpan<float> values)
    {
        var (high, low, largest) = (Vector<double>.Zero, Vector<double>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i + Vector<float>.Count <= values.Length; i += Vector<float>.Count)
        {
            var value = new Vector<float>(values[i..]);
            largest = Vector.Max(largest, value);
            Vector.Widen(value, out var first, out var second);
            Add(first, ref high, ref low);
            Add(second, ref high, ref low);
        }
        for (var j = 0; j < Vector<float>.Count; j++)
            if (!(largest[j] < MaxInRun))
                return SumOneByOne(values);
        var sum = ((Int128)(long)Vector.Sum(high) << 40) + (long)Vector.Sum(low);
        return sum + SumOneByOne(values[i..]);
    }

    /// <summary>value · 2^64 = high · 2^40 + low, both whole.</summary>
    static void Add(Vector<double> value, ref Vector<double> high, ref Vector<double> low)
    {
        var scaled = value * High;
        var whole = Vector.Floor(scaled);
        high += whole;
        low += Vector.Round((scaled - whole) * Low, MidpointRounding.ToEven);
    }

    static Int128 SumOneByOne(ReadOnlySpan<float> values)
    {
        Int128 sum = 0;
        foreach (var value in values)
        {
            var scaled = value * High;
            var whole = Math.Floor(scaled);
            sum += ((Int128)whole << 40) + (long)Math.Round((scaled - whole) * Low, MidpointRounding.ToEven);
        }
        return sum;
    }
}
