using VarMem.Analysis;
using VarMem.Analysis.Similarity;
using VarMem.Models.Generation;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Generating;

/// <summary>Images continued from their first scales, and how near what comes out is to them.</summary>
/// <param name="generator">Takes the likeliest token each time, without guidance.</param>
sealed class Continuations(DuckDbConnection connection, ExtractionImages images, ImageGenerator generator, GeneratedPictures pictures)
{
    /// <summary>Images that are generated and committed at a time.</summary>
    const int Chunk = 256;

    readonly int[] _sides = pictures.Model.Description.Transformer!.Architecture.PatchNums;

    /// <summary>An image by its place, and how many of its scales are given.</summary>
    readonly record struct Attempt(int Place, int Given);

    /// <param name="candidates">image_ids.</param>
    /// <param name="prefixes">Numbers of given scales.</param>
    /// <param name="cancellation">Stops within a chunk, of which nothing is kept.</param>
    public void Run(HashSet<int> candidates, IReadOnlyList<int> prefixes, CancellationToken cancellation)
    {
        var done = connection.Rows(
            "SELECT image_id, given_scales FROM generation WHERE sample IS NULL AND intervention_id IS NULL",
            row => (row.GetInt32(0), (int)row.GetFieldValue<sbyte>(1))).ToHashSet();
        Attempt[] all =
        [
            .. from place in Enumerable.Range(0, images.Count)
               where candidates.Contains(images.Id(place))
               from given in prefixes
               select new Attempt(place, given),
        ];
        Attempt[] open = [.. all.Where(one => !done.Contains((images.Id(one.Place), one.Given)))];
        if (open.Length == 0) return;
        var count = all.Length - open.Length;
        using var progress = new Progress("continuing images", all.Length, count);
        foreach (var chunk in open.Chunk(Chunk))
        {
            var generated = generator.Generate(
                [.. chunk.Select(one => new ImageToGenerate(images.Label(one.Place), 0, images.Tokens(one.Place)[..TokensOf(one.Given)]))],
                more => progress.Report(Interlocked.Add(ref count, more)), cancellation);
            Commit(chunk, Compared(chunk, generated, cancellation), cancellation);
        }
    }

    int TokensOf(int scales) => _sides.Take(scales).Sum(side => side * side);

    Continuation[] Compared(Attempt[] chunk, IReadOnlyList<GeneratedImage> generated, CancellationToken cancellation)
    {
        int[] places = [.. chunk.Select(one => one.Place).Distinct()];
        var decoded = places.Zip(pictures.Of(generator.Decode([.. places.Select(images.Tokens)], cancellation), cancellation)).ToDictionary();
        var madePictures = pictures.Of([.. generated.Select(one => one.Pixels)], cancellation);
        var first = GeneratedRows.NextId(connection);
        return
        [
            .. chunk.Select((one, i) => new Continuation(
                first + i, images.Id(one.Place), one.Given, madePictures[i], generated[i].Tokens, images.Picture(one.Place), decoded[one.Place], images.Tokens(one.Place))),
        ];
    }

    void Commit(Attempt[] chunk, Continuation[] continuations, CancellationToken cancellation)
    {
        var similarities = GenerationSimilarity.Of(continuations, images.Gallery, _sides, cancellation);
        var distances = similarities.Where(row => row is { Reference: "decoded", Measure: "relative_l2" }).Select(row => row.Value).ToArray();
        var kept = Enumerable.Range(0, chunk.Length)
            .GroupBy(i => (chunk[i].Given, images.Split(chunk[i].Place) == "val"))
            .SelectMany(group => group.OrderBy(i => distances[i]).Take(ExtractionTables.Kept)).ToHashSet();

        using var transaction = connection.BeginTransaction();
        GeneratedRows.Append(connection, [.. continuations.Select((one, i) => new GenerationRow(
            one.GenerationId, null, images.Label(chunk[i].Place), one.ImageId, one.GivenScales, null,
            kept.Contains(i) ? pictures.Png(one.Generated) : null, kept.Contains(i) ? pictures.Png(one.Decoded) : null))]);
        GeneratedRows.Append(connection, similarities);
        GeneratedRows.Append(connection, GenerationSimilarity.OfTokens(continuations, _sides));
        transaction.Commit();
    }
}
