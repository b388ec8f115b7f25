using VarMem.Analysis.Activations;

namespace VarMem.Analysis.Statistics.Subsets;

/// <summary>Tables n_curve, half_split and leave_owners_out, in one pass over the activations.</summary>
static class ImageSubsets
{
    public static void Fill(Measurements measured)
    {
        var (connection, options, images, parts) = (measured.Connection, measured.Options, measured.Images, measured.Parts);
        ISubsetMetric[] drawn = options.Permutations > 0 ? [new NCurve(images, options), new HalfSplit(images, options)] : [];
        ISubsetMetric[] metrics = [.. drawn, new LeaveOwnersOut(connection, images, options)];
        int[][] subsets = [.. metrics.SelectMany(metric => metric.Subsets)];
        var scan = new SubsetScan(subsets, measured.Activations.UnitCount);
        foreach (var tile in measured.Activations.Read())
            scan.Add(tile);

        MeasuredSubset[] results = [.. subsets.Select((rows, s) => new MeasuredSubset(rows, scan.UnitMem[s], scan.Owner[s]))];
        var first = 0;
        foreach (var metric in metrics)
        {
            connection.Append(metric.Table, metric.Rows(results[first..(first + metric.Subsets.Count)], parts));
            first += metric.Subsets.Count;
        }
    }
}
