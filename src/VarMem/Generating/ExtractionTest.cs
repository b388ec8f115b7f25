using System.Globalization;
using VarMem.Analysis;
using VarMem.Models.Generation;
using VarMem.Models.Interventions;
using VarMem.Models.Membership;
using VarMem.Models.Scoring;
using VarMem.Models.Var;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Generating;

/// <summary>
/// Tries to get a database's images out of their model, after Kowalczuk et al. (arXiv 2502.02514): those that it knows best are continued from
/// their first scales; and free samples beside them. What is generated is committed in chunks, and not generated again.
/// </summary>
sealed class ExtractionTest(DuckDbConnection connection, ModelFolder model, ExtractionTestOptions options)
{
    /// <summary>Images that are scored and committed at a time.</summary>
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
        var pictures = new GeneratedPictures(model, embedding);
        new Continuations(connection, images, greedy, pictures).Run(ExtractionTables.Candidates(connection, options.Candidates), options.Prefixes, cancellation);
        if (options.Samples > 0)
        {
            using var generator = new ImageGenerator(model, options.Sampling, options.Seed, device: options.Device.Device);
            new FreeSamples(connection, images, generator, pictures, threshold ?? 0).Run(options.Samples, cancellation);
        }
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
        var count = done.Count;
        foreach (var chunk in open.Chunk(Chunk))
        {
            var statistics = session.Statistics([.. chunk.Select(place => new PredictedImage(images.Tokens(place), images.Label(place)))], cancellation: cancellation);
            ExtractionTables.AppendCandidates(connection, chunk.Zip(statistics, (place, rows) =>
                (images.Id(place), last, new TokenStatistics(rows, _transformer.TokenCount).Rank[^last..].Count(1f))));
            progress.Report(count += chunk.Length);
        }
    }
}
