namespace VarMem.Models.Var;

/// <summary>
/// Which of the K convolutions φ a scale uses. Float64 throughout, since rounding decides mathematical ties as in the published code.
/// </summary>
static class PhiTable
{
    /// <summary>The index of φ for each of <paramref name="scales"/> scales: the tick nearest to s/(S−1), the first on ties.</summary>
    public static int[] Indices(int scales, int count)
    {
        var third = 1.0 / 3.0 / count;
        var half = 1.0 / 2.0 / count;
        var (first, last) = count == 4 ? (third, 1 - third) : (half, 1 - half);
        var ticks = new double[count];
        for (var k = 0; k < count; k++) ticks[k] = k == count - 1 ? last : first + k * ((last - first) / (count - 1));
        if (count == 1) ticks[0] = last;

        var indices = new int[scales];
        for (var s = 0; s < scales; s++)
        {
            var position = (double)s / (scales - 1);
            for (var k = 1; k < count; k++)
                if (Math.Abs(ticks[k] - position) < Math.Abs(ticks[indices[s]] - position)) indices[s] = k;
        }
        return indices;
    }
}
