using VarMem.Analysis.Resampling;

namespace VarMem.Tests.Analysis.Statistics.Inference;

static class Normal
{
    /// <summary>Columns (columns, rows) of normal numbers, those of the first rows shifted.</summary>
    public static double[][] Columns(int columns, int rows, int seed, int shiftedRows = 0, double shift = 0)
    {
        var generator = new Generator("normal", seed, 0);
        return
        [
            .. Enumerable.Range(0, columns).Select(_ => Enumerable.Range(0, rows).Select(row =>
                Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform()) + (row < shiftedRows ? shift : 0)).ToArray()),
        ];

        double Uniform() => (1 + (generator.Next() >> 12)) / (double)(1L << 52);
    }
}
