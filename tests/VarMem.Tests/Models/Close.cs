namespace VarMem.Tests.Models;

/// <summary>Float32 values against those that are computed in float64, with several times the room that rounding needs.</summary>
static class Close
{
    /// <summary>Means of absolute values: the rounding of single values averages out.</summary>
    public static void Means(ReadOnlySpan<double> expected, ReadOnlySpan<float> found, string what) =>
        Equal(expected, found, 2e-5, 5e-6, what);

    /// <summary>Single values, behind normalised attention too, which multiplies the rounding of its scores by up to a hundred.</summary>
    public static void Values(ReadOnlySpan<double> expected, ReadOnlySpan<float> found, string what) =>
        Equal(expected, found, 1e-4, 1e-4, what);

    static void Equal(ReadOnlySpan<double> expected, ReadOnlySpan<float> found, double relative, double absolute, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
            if (!(Math.Abs(expected[i] - found[i]) <= relative * Math.Abs(expected[i]) + absolute)) // not a number is not close
                Assert.Fail($"{what}[{i}] is {found[i]}; expected {expected[i]}");
    }
}
