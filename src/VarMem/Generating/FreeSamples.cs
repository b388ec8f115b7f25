using VarMem.Analysis;
using VarMem.Analysis.Similarity;
using VarMem.Models.Generation;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Generating;

/// <summary>Free samples of every class that the images have: the nearest training and validation image of each, and pairs that look alike.</summary>
/// <param name="threshold">Tiled l2 below which two samples look alike.</param>
sealed class FreeSamples(DuckDbConnection connection, ExtractionImages images, ImageGenerator generator, GeneratedPictures pictures, float threshold)
{
    /// <summary>A class is generated and committed at a time.</summary>
    /// <param name="perClass">How many of each.</param>
    /// <param name="cancellation">Stops within a class, of which nothing is kept.</param>
    public void Run(int perClass, CancellationToken cancellation)
    {
        int[] labels = [.. Enumerable.Range(0, images.Count).Select(images.Label).Distinct().Order()];
        var done = connection.Rows("SELECT DISTINCT label FROM generation WHERE sample IS NOT NULL AND intervention_id IS NULL", row => row.GetInt32(0)).ToHashSet();
        int[] open = [.. labels.Where(label => !done.Contains(label))];
        if (open.Length == 0) return;
        var count = (labels.Length - open.Length) * perClass;
        using var progress = new Progress("free samples", labels.Length * (long)perClass, count);
        foreach (var label in open)
        {
            var generated = generator.Generate(
                [.. Enumerable.Range(0, perClass).Select(i => new ImageToGenerate(label, i, []))],
                more => progress.Report(Interlocked.Add(ref count, more)), cancellation);
            Commit(label, pictures.Of([.. generated.Select(one => one.Pixels)], cancellation), cancellation);
        }
    }

    void Commit(int label, IReadOnlyList<ComparedPicture> samples, CancellationToken cancellation)
    {
        var first = GeneratedRows.NextId(connection);
        (int Id, ComparedPicture)[] numbered = [.. samples.Select((picture, i) => (first + i, picture))];
        SimilarityRow[] nearest =
        [
            .. GenerationSimilarity.Nearest(numbered, images.Gallery, place => images.Split(place) == "train", "nearest_train", cancellation),
            .. GenerationSimilarity.Nearest(numbered, images.Gallery, place => images.Split(place) == "val", "nearest_val", cancellation),
        ];
        var kept = nearest.Where(row => row is { Reference: "nearest_train", Measure: "tiled_l2" }).OrderBy(row => row.Value).Take(ExtractionTables.Kept)
            .Select(row => row.GenerationId).ToHashSet();
        using var tiled = TiledImages.Of([.. samples.Select(one => one.Values)], images.Gallery.Images.Grid);

        using var transaction = connection.BeginTransaction();
        GeneratedRows.Append(connection, [.. samples.Select((picture, i) =>
            new GenerationRow(first + i, null, label, null, 0, i, kept.Contains(first + i) ? pictures.Png(picture) : null))]);
        GeneratedRows.Append(connection, nearest);
        ExtractionTables.AppendPairs(connection, SimilarPairs.Below(tiled, threshold, cancellation: cancellation)
            .Select(pair => (first + pair.Image, first + pair.Other, (double)pair.TiledDistance)));
        transaction.Commit();
    }
}
