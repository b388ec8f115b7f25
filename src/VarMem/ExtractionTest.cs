using System.Globalization;
using VarMem.Analysis;
using VarMem.Analysis.Similarity;
using VarMem.Models.Generation;
using VarMem.Models.Interventions;
using VarMem.Models.Membership;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Pipeline.Images;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem;

/// <summary>
/// Tries to get a database's images out of their model: the first scales of those that it knows best given, the rest generated (Kowalczuk et
/// al., arXiv 2502.02514, section 6); and free samples beside them. What is generated is committed in chunks, and not generated again.
/// </summary>
sealed class ExtractionTest(DuckDbConnection connection, ModelFolder model, ExtractionTestOptions options)
{
    /// <summary>Images that are generated and committed at a time; of free samples, those of a class.</summary>
    const int Chunk = 256;

    readonly TransformerArchitecture _transformer = model.Description.Transformer!.Architecture;

    public void Run(CancellationToken cancellation)
    {
        using var embedding = options.Embedding is { } given ? new EmbeddingSession(given.File, given.Mean, given.Deviation) : null;
        using var greedy = new ImageGenerator(model, new Sampling { Cfg = 0, Greedy = true }, options.Seed, device: options.Device.Device);
        options.Device.Tell();
        using var images = ExtractionImages.Read(connection, model, options.Images, embedding, cancellation);
        var threshold = images.PairThreshold(cancellation);
        ExtractionTables.Begin(
            connection,
            [
                .. options.Settings(embedding?.Sha256),
                new("images", $"{images.Count}"),
                new("pair_threshold", threshold?.ToString(CultureInfo.InvariantCulture)),
            ],
            options.Again);
        ScoreCandidates(images, cancellation);
        Continue(images, greedy, embedding, cancellation);
        if (options.Samples > 0) Sample(images, threshold ?? 0, embedding, cancellation);
        ExtractionTables.Complete(connection);
    }

    /// <summary>How many tokens of its last scale are the likeliest, of each image.</summary>
    void ScoreCandidates(ExtractionImages images, CancellationToken cancellation)
    {
        var done = connection.Rows("SELECT image_id FROM candidate", row => row.GetInt32(0)).ToHashSet();
        int[] open = [.. Enumerable.Range(0, images.Count).Where(place => !done.Contains(images.Id(place)))];
        if (open.Length == 0) return;
        var last = _transformer.PatchNums[^1] * _transformer.PatchNums[^1];
        using var session = new TeacherForcedSession(model.Graph, [], new ScoringOptions { Device = options.Device.Device });
        using var progress = new Progress("scoring candidates", images.Count, done.Count);
        foreach (var chunk in open.Chunk(Chunk))
        {
            var statistics = session.Statistics([.. chunk.Select(place => new PredictedImage(images.Tokens(place), Label(images.Class(place))))], cancellation: cancellation);
            ExtractionTables.AppendCandidates(connection, chunk.Zip(statistics, (place, rows) =>
                (images.Id(place), last, new TokenStatistics(rows, _transformer.TokenCount).Rank[^last..].Count(1f))));
            progress.Report(done.Count + Array.IndexOf(open, chunk[^1]) + 1);
        }
    }

    void Continue(ExtractionImages images, ImageGenerator generator, EmbeddingSession? embedding, CancellationToken cancellation)
    {
        var candidates = ExtractionTables.Candidates(connection, options.Candidates);
        var done = connection.Rows(
            "SELECT image_id, given_scales FROM generation WHERE sample IS NULL AND intervention_id IS NULL",
            row => (row.GetInt32(0), row.GetFieldValue<sbyte>(1) + 0)).ToHashSet();
        (int Place, int Given)[] all =
        [
            .. from place in Enumerable.Range(0, images.Count)
               where candidates.Contains(images.Id(place))
               from scales in options.Prefixes
               select (place, scales),
        ];
        (int Place, int Given)[] open = [.. all.Where(one => !done.Contains((images.Id(one.Place), one.Given)))];
        if (open.Length == 0) return;
        using var progress = new Progress("continuing images", all.Length, all.Length - open.Length);
        var count = all.Length - open.Length;
        foreach (var chunk in open.Chunk(Chunk))
        {
            var generated = generator.Generate(
                [.. chunk.Select(one => new ImageToGenerate(Label(images.Class(one.Place)), 0, images.Tokens(one.Place)[.._transformer.TokensBefore(one.Given)]))],
                more => progress.Report(Interlocked.Add(ref count, more)), cancellation);
            int[] places = [.. chunk.Select(one => one.Place).Distinct()];
            var decoded = places.Zip(Pictures(generator.Decode([.. places.Select(images.Tokens)], cancellation), embedding, cancellation)).ToDictionary();
            Commit(images, chunk, generated, Pictures([.. generated.Select(one => one.Pixels)], embedding, cancellation), decoded, cancellation);
        }
    }

    void Commit(
        ExtractionImages images, (int Place, int Given)[] chunk, IReadOnlyList<GeneratedImage> generated, IReadOnlyList<ComparedPicture> pictures,
        Dictionary<int, ComparedPicture> decoded, CancellationToken cancellation)
    {
        var first = GeneratedRows.NextId(connection);
        Continuation[] continuations =
        [
            .. chunk.Select((one, i) => new Continuation(
                first + i, images.Id(one.Place), one.Given, pictures[i], generated[i].Tokens, images.Picture(one.Place), decoded[one.Place], images.Tokens(one.Place))),
        ];
        var similarities = GenerationSimilarity.Of(continuations, images.Gallery, _transformer.PatchNums, cancellation);
        var distances = similarities.Where(row => row is { Reference: "decoded", Measure: "relative_l2" }).Select(row => row.Value).ToArray();
        var kept = Enumerable.Range(0, chunk.Length)
            .GroupBy(i => (chunk[i].Given, images.Split(chunk[i].Place) == "val"))
            .SelectMany(group => group.OrderBy(i => distances[i]).Take(ExtractionTables.Kept)).ToHashSet();

        using var transaction = connection.BeginTransaction();
        GeneratedRows.Append(connection, [.. chunk.Select((one, i) => new GenerationRow(
            first + i, null, Label(images.Class(one.Place)), images.Id(one.Place), one.Given, null,
            kept.Contains(i) ? Png(generated[i].Pixels) : null, kept.Contains(i) ? Png(Pixels(decoded[one.Place])) : null))]);
        GeneratedRows.Append(connection, similarities);
        GeneratedRows.Append(connection, GenerationSimilarity.OfTokens(continuations, _transformer.PatchNums));
        transaction.Commit();
    }

    /// <summary>Free samples of every class that the images have.</summary>
    void Sample(ExtractionImages images, float threshold, EmbeddingSession? embedding, CancellationToken cancellation)
    {
        int[] labels = [.. Enumerable.Range(0, images.Count).Select(place => Label(images.Class(place))).Distinct().Order()];
        var done = connection.Rows("SELECT DISTINCT label FROM generation WHERE sample IS NOT NULL AND intervention_id IS NULL", row => row.GetInt32(0)).ToHashSet();
        int[] open = [.. labels.Where(label => !done.Contains(label))];
        if (open.Length == 0) return;
        using var generator = new ImageGenerator(model, options.Sampling, options.Seed, device: options.Device.Device);
        var (total, count) = ((long)labels.Length * options.Samples, (labels.Length - open.Length) * options.Samples);
        using var progress = new Progress("free samples", total, count);
        foreach (var label in open)
        {
            var generated = generator.Generate(
                [.. Enumerable.Range(0, options.Samples).Select(i => new ImageToGenerate(label, i, []))],
                more => progress.Report(Interlocked.Add(ref count, more)), cancellation);
            CommitSamples(images, label, generated, threshold, Pictures([.. generated.Select(one => one.Pixels)], embedding, cancellation), cancellation);
        }
    }

    void CommitSamples(
        ExtractionImages images, int label, IReadOnlyList<GeneratedImage> generated, float threshold, IReadOnlyList<ComparedPicture> pictures, CancellationToken cancellation)
    {
        var first = GeneratedRows.NextId(connection);
        (int Id, ComparedPicture)[] samples = [.. pictures.Select((picture, i) => (first + i, picture))];
        SimilarityRow[] nearest =
        [
            .. GenerationSimilarity.Nearest(samples, images.Gallery, place => images.Split(place) == "train", "nearest_train", cancellation),
            .. GenerationSimilarity.Nearest(samples, images.Gallery, place => images.Split(place) == "val", "nearest_val", cancellation),
        ];
        var kept = nearest.Where(row => row is { Reference: "nearest_train", Measure: "tiled_l2" }).OrderBy(row => row.Value).Take(ExtractionTables.Kept)
            .Select(row => row.GenerationId).ToHashSet();
        using var tiled = new TiledImages(samples.Length, images.Gallery.Images.Grid);
        for (var i = 0; i < samples.Length; i++) tiled.Set(i, pictures[i].Values);

        using var transaction = connection.BeginTransaction();
        GeneratedRows.Append(connection, [.. generated.Select((one, i) => new GenerationRow(first + i, null, label, null, 0, i, kept.Contains(first + i) ? Png(one.Pixels) : null))]);
        GeneratedRows.Append(connection, nearest);
        ExtractionTables.AppendPairs(connection, SimilarPairs.Below(tiled, threshold, cancellation: cancellation)
            .Select(pair => (first + pair.Image, first + pair.Other, (double)pair.TiledDistance)));
        transaction.Commit();
    }

    /// <summary>Pixels in [−1, 1] as they are compared.</summary>
    IReadOnlyList<ComparedPicture> Pictures(IReadOnlyList<float[]> pixels, EmbeddingSession? embedding, CancellationToken cancellation)
    {
        var embeddings = embedding?.Embed(pixels, model.Description.ImageSize, cancellation);
        return [.. pixels.Select((one, i) => new ComparedPicture(Array.ConvertAll(one, value => (value + 1) / 2), embeddings?[i]))];
    }

    static float[] Pixels(ComparedPicture picture) => Array.ConvertAll(picture.Values, value => 2 * value - 1);

    byte[] Png(float[] pixels) => PixelPicture.ToPng(pixels, model.Description.ImageSize);

    /// <summary>An image without a class is given none.</summary>
    int Label(int? ofImage) => ofImage ?? _transformer.ClassCount;
}
