using System.Numerics;
using System.Runtime.InteropServices;

namespace VarMem.Analysis.Activations;

/// <summary>UnitMem and owner of every unit over many subsets of the images: the resampling twin of sql/metrics/01_unit_mem.sql.</summary>
sealed class SubsetScan
{
    readonly int[][] _subsets;

    /// <param name="subsets">Rows of the tiles, each rising, so that ties go to the smallest image_id.</param>
    /// <param name="unitCount">Units of all tiles.</param>
    public SubsetScan(int[][] subsets, int unitCount)
    {
        _subsets = subsets;
        UnitMem = Array.ConvertAll(subsets, _ => new double[unitCount]);
        Owner = Array.ConvertAll(subsets, _ => new int[unitCount]);
    }

    /// <summary>UnitMem with the mean of the others (subsets, units); NaN over a single image.</summary>
    public double[][] UnitMem { get; }

    /// <summary>The row of the image with the largest μ (subsets, units).</summary>
    public int[][] Owner { get; }

    /// <summary>Measures the tile's units. Two vectors of columns stay in the processor's cache while all subsets pass over it.</summary>
    public void Add(ActivationTile tile) => Parallel.For(0, tile.BlockCount, block =>
    {
        for (var column = 0; column < ActivationTile.Width; column += 2 * Vector<float>.Count)
            foreach (var (s, rows) in _subsets.Index())
                Scan(tile, block, column, rows, UnitMem[s], Owner[s]);
    });

    static void Scan(ActivationTile tile, int block, int column, int[] rows, double[] unitMem, int[] owner)
    {
        var width = Vector<float>.Count;
        var all = tile.Block(block)[column..]; // (images, Width)
        var (max0, max1) = (new Vector<float>(-1), new Vector<float>(-1));
        var (owner0, owner1) = (Vector<int>.Zero, Vector<int>.Zero);
        var (sum0, sum1, sum2, sum3) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        foreach (var row in rows)
        {
            var values = all.Slice(row * ActivationTile.Width, 2 * width);
            var (mu0, mu1) = (new Vector<float>(values), new Vector<float>(values[width..]));
            var here = new Vector<int>(row);
            owner0 = Vector.ConditionalSelect(Vector.GreaterThan(mu0, max0), here, owner0);
            owner1 = Vector.ConditionalSelect(Vector.GreaterThan(mu1, max1), here, owner1);
            (max0, max1) = (Vector.Max(max0, mu0), Vector.Max(max1, mu1));
            Vector.Widen(mu0, out var low, out var high);
            (sum0, sum1) = (sum0 + low, sum1 + high);
            Vector.Widen(mu1, out low, out high);
            (sum2, sum3) = (sum2 + low, sum3 + high);
        }

        var max = MemoryMarshal.Cast<Vector<float>, float>([max0, max1]);
        var sum = MemoryMarshal.Cast<Vector<double>, double>([sum0, sum1, sum2, sum3]);
        var owners = MemoryMarshal.Cast<Vector<int>, int>([owner0, owner1]);
        var first = block * ActivationTile.Width + column;
        for (var i = 0; i < 2 * width && first + i < tile.UnitCount; i++)
        {
            double top = max[i], rest = (sum[i] - top) / (rows.Length - 1); // 0/0 over a single image
            unitMem[tile.FirstUnit + first + i] = top + rest == 0 ? 0 : (top - rest) / (top + rest);
            owner[tile.FirstUnit + first + i] = owners[i];
        }
    }
}
