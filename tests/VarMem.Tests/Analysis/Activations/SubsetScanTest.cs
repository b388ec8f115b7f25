using VarMem.Analysis.Activations;
using VarMem.Tests.Analysis.Statistics;

namespace VarMem.Tests.Analysis.Activations;

public sealed class SubsetScanTest : IDisposable
{
    readonly MadeUpActivations _data = new();

    public void Dispose() => _data.Dispose();

    /// <summary>Subsets of one, two and all images, ties included, against loops.</summary>
    [Fact]
    public void Add_EqualsBruteForce()
    {
        int[][] subsets = [[3], [0, 39], [.. Enumerable.Range(0, 40)], [.. Enumerable.Range(0, 40).Where(row => row % 3 == 1)]];
        var scan = new SubsetScan(subsets, MadeUpActivations.Units);
        int[] ids = [.. Enumerable.Range(0, MadeUpActivations.Images).Select(MadeUpActivations.ImageId)];
        foreach (var tile in new ActivationTiles(_data.Connection, ids).Read())
            scan.Add(tile);
        foreach (var (s, rows) in subsets.Index())
        {
            for (var unit = 0; unit < MadeUpActivations.Units; unit++)
            {
                double[] mu = [.. rows.Select(row => (double)_data.Mu[row, unit])];
                var (max, rest) = (mu.Max(), (mu.Sum() - mu.Max()) / (mu.Length - 1));
                Assert.Equal(rows[Array.IndexOf(mu, max)], scan.Owner[s][unit]);
                if (max + rest != 0)
                    Assert.Equal((max - rest) / (max + rest), scan.UnitMem[s][unit], 1e-14);
                else
                    Assert.Equal(0, scan.UnitMem[s][unit]);
            }
        }
    }
}
