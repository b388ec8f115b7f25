using VarMem.Analysis.Activations;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Statistics.Subsets;

/// <summary>Tables n_curve, half_split and leave_owners_out, in one pass over the activations.</summary>
static class ImageSubsets
{
    public static void Fill(DuckDbConnection connection, AnalysisOptions options)
    {
        var images = MeasuredImages.Read(connection);
        var parts = UnitPart.ReadAll(connection);
        ISubsetMetric[] metrics =
            [new NCurve(images, options), new HalfSplit(images, options), new LeaveOwnersOut(connection, images, options)];
        int[][] subsets = [.. metrics.SelectMany(metric => metric.Subsets)];
        var scan = new SubsetScan(subsets, parts.Sum(part => part.Units.Length));
        foreach (var tile in ActivationTile.ReadAll(connection, images.Ids))
            scan.Add(tile);

        MeasuredSubset[] measured = [.. subsets.Select((rows, s) => new MeasuredSubset(rows, scan.UnitMem[s], scan.Owner[s]))];
        var first = 0;
        foreach (var metric in metrics)
        {
            connection.Append(metric.Table, metric.Rows(measured[first..(first + metric.Subsets.Count)], parts));
            first += metric.Subsets.Count;
        }
    }
}
