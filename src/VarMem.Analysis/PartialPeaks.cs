using VarMem.Analysis.Activations;
using VarMem.Analysis.Statistics;
using VarMem.Store;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>Table partial_peak: what UnitMem needs of a shard's activations, so that they need not be kept.</summary>
public static class PartialPeaks
{
    /// <summary>Adds the rows of a shard.</summary>
    /// <param name="merged">The database that they are written to.</param>
    /// <param name="shard">The shard's file.</param>
    /// <param name="imageIds">The images of it that count.</param>
    public static void Add(DuckDbConnection merged, string shard, int[] imageIds)
    {
        using var connection = DatabaseFile.OpenReadOnly(shard);
        var images = MeasuredImages.Read(connection).Only(imageIds.ToHashSet());
        using var activations = new ActivationTiles(connection, images.Ids);
        var peaks = new UnitPeaks(images, activations.UnitCount);
        UnitScan.Run(activations, () => [peaks.NewVisitor()]);
        peaks.Write(merged, "partial_peak");
    }
}
