using VarMem.Analysis.Similarity;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Interventions;

/// <summary>What came of an image's first scales under an intervention.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="Label">The class that was given with them.</param>
/// <param name="ImageTokens">(L) of the image.</param>
/// <param name="Decoded">What the decoder makes of these (3, side, side) in [0, 1].</param>
/// <param name="Tokens">(L) that came out.</param>
/// <param name="Generated">Their picture.</param>
public sealed record InterventionContinuation(int ImageId, int Label, long[] ImageTokens, float[] Decoded, long[] Tokens, float[] Generated);

/// <summary>Takes continuations under interventions into tables generation, similarity and token_agreement.</summary>
public static class InterventionContinuations
{
    /// <summary>The interventions whose continuations are there.</summary>
    public static IReadOnlySet<int> Generated(DuckDbConnection connection) => connection.Rows(
        "SELECT DISTINCT intervention_id FROM generation WHERE intervention_id IS NOT NULL", row => row.GetInt32(0)).ToHashSet();

    /// <summary>The images that are continued, rising: owners of the chosen units and validation images of those that were measured.</summary>
    public static IReadOnlyList<int> Images(DuckDbConnection connection)
    {
        connection.Run(MetricScripts.Of("62_intervention_image").Sql);
        return connection.Rows("SELECT image_id FROM intervention_image WHERE image_group <> 'train' ORDER BY image_id", row => row.GetInt32(0));
    }

    /// <summary>Adds the continuations under an intervention in one transaction.</summary>
    /// <param name="intervention">Its number.</param>
    /// <param name="given">Scales given.</param>
    /// <param name="sides">Sides of the scales.</param>
    /// <param name="continuations">Of all images.</param>
    /// <param name="grid">Shape of the pictures, and their tiles.</param>
    public static void Append(
        DuckDbConnection connection, int intervention, int given, IReadOnlyList<int> sides, IReadOnlyList<InterventionContinuation> continuations,
        TileGrid grid)
    {
        using var generated = TiledImages.Of([.. continuations.Select(one => one.Generated)], grid);
        using var decoded = TiledImages.Of([.. continuations.Select(one => one.Decoded)], grid);
        var agreement = continuations.Select(one => TokenAgreement.Of(one.Tokens, one.ImageTokens, sides, given)).ToArray();
        using var transaction = connection.BeginTransaction();
        var first = GeneratedRows.NextId(connection);
        GeneratedRows.Append(connection, [.. continuations.Select((one, i) => new GenerationRow(first + i, intervention, one.Label, one.ImageId, given, null))]);
        GeneratedRows.Append(connection, continuations.SelectMany((one, i) => new (string Measure, double Value)[]
        {
            ("l2", PairDistance.Of<L2>(generated, i, decoded, i)),
            ("tiled_l2", PairDistance.Of<TiledL2>(generated, i, decoded, i)),
            ("token_agreement", agreement[i].Overall!.Value), // a scale at least is generated
        }.Select(measure => new SimilarityRow(first + i, one.ImageId, "decoded", measure.Measure, measure.Value))));
        GeneratedRows.Append(connection, agreement.SelectMany((of, i) => of.Scales.Select(scale => new TokenAgreementRow(first + i, scale.Scale, scale.Share))));
        transaction.Commit();
    }
}
