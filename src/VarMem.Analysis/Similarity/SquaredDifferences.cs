using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VarMem.Analysis.Similarity;

/// <summary>
/// Sums of squared differences Σ(a−b)² of images, over some steps of <see cref="TileLayout"/>. Differences, not |a|²+|b|²−2ab: a copy is at
/// distance 0, not at the rounding of large numbers, and a subtraction runs beside the multiplication. The order of the sum is fixed: eight
/// partial sums, on every machine.
/// </summary>
static class SquaredDifferences
{
    /// <summary>Four images with four: 16 sums in registers, for 8 loads a step.</summary>
    /// <param name="a">The steps of four images.</param>
    /// <param name="b">Those of four others, as many.</param>
    /// <param name="sums">Set to the sums of each image of <paramref name="a"/> with the four of <paramref name="b"/>.</param>
    public static void FourByFour(ReadOnlySpan<float> a, ReadOnlySpan<float> b, out Sums sums)
    {
        ref var p = ref MemoryMarshal.GetReference(a);
        ref var q = ref MemoryMarshal.GetReference(b);
        Vector256<float> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector256<float> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector256<float> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector256<float> s30 = default, s31 = default, s32 = default, s33 = default;
        for (nuint at = 0; at < (nuint)a.Length; at += TileLayout.Step)
        {
            var b0 = Vector256.LoadUnsafe(ref q, at);
            var b1 = Vector256.LoadUnsafe(ref q, at + 8);
            var b2 = Vector256.LoadUnsafe(ref q, at + 16);
            var b3 = Vector256.LoadUnsafe(ref q, at + 24);
            var x = Vector256.LoadUnsafe(ref p, at);
            s00 = Add(s00, x - b0);
            s01 = Add(s01, x - b1);
            s02 = Add(s02, x - b2);
            s03 = Add(s03, x - b3);
            x = Vector256.LoadUnsafe(ref p, at + 8);
            s10 = Add(s10, x - b0);
            s11 = Add(s11, x - b1);
            s12 = Add(s12, x - b2);
            s13 = Add(s13, x - b3);
            x = Vector256.LoadUnsafe(ref p, at + 16);
            s20 = Add(s20, x - b0);
            s21 = Add(s21, x - b1);
            s22 = Add(s22, x - b2);
            s23 = Add(s23, x - b3);
            x = Vector256.LoadUnsafe(ref p, at + 24);
            s30 = Add(s30, x - b0);
            s31 = Add(s31, x - b1);
            s32 = Add(s32, x - b2);
            s33 = Add(s33, x - b3);
        }
        sums.Of0 = Across(s00, s01, s02, s03);
        sums.Of1 = Across(s10, s11, s12, s13);
        sums.Of2 = Across(s20, s21, s22, s23);
        sums.Of3 = Across(s30, s31, s32, s33);
    }

    /// <summary>One image with one: the same bits as among sixteen.</summary>
    public static float OneByOne(ReadOnlySpan<float> a, int member, ReadOnlySpan<float> b, int other)
    {
        Vector256<float> sum = default;
        for (var at = 0; at < a.Length; at += TileLayout.Step)
        {
            var x = Vector256.Create(a.Slice(at + member * TileLayout.Lanes, TileLayout.Lanes));
            sum = Add(sum, x - Vector256.Create(b.Slice(at + other * TileLayout.Lanes, TileLayout.Lanes)));
        }
        return Across(sum, default, default, default)[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Add(Vector256<float> sum, Vector256<float> difference) => Vector256.FusedMultiplyAdd(difference, difference, sum);

    /// <summary>The sums of the lanes of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Across(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) =>
        Vector128.Create(Across(a), Across(b), Across(c), Across(d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float Across(Vector256<float> a) => Vector128.Sum(a.GetLower() + a.GetUpper());

    /// <summary>Sums of four images with four.</summary>
    public struct Sums
    {
        public Vector128<float> Of0, Of1, Of2, Of3;
    }
}
