using VarMem.Analysis.Similarity;
using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>A row of table generation.</summary>
/// <param name="Picture">PNG; null where it is not kept.</param>
/// <param name="DecodedPicture">PNG; null where it is not kept.</param>
public sealed record GenerationRow(
    int GenerationId, int? InterventionId, int Label, int? ImageId, int GivenScales, int? Sample, byte[]? Picture = null, byte[]? DecodedPicture = null);

/// <summary>Writes generated images and what they were compared with; the transaction is the caller's.</summary>
public static class GeneratedRows
{
    /// <summary>The first generation_id that is free.</summary>
    public static int NextId(DuckDbConnection connection) =>
        connection.Rows("SELECT coalesce(max(generation_id) + 1, 0) FROM generation", row => row.GetInt32(0))[0];

    public static void Append(DuckDbConnection connection, IReadOnlyList<GenerationRow> generations)
    {
        connection.Append("generation", generations.Select(one => new object?[]
            { one.GenerationId, one.InterventionId, one.Label, one.ImageId, (sbyte)one.GivenScales, one.Sample, null, null }));
        foreach (var one in generations.Where(one => one.Picture is not null))
            connection.Run("UPDATE generation SET picture = ?, decoded_picture = ? WHERE generation_id = ?", one.Picture, one.DecodedPicture, one.GenerationId);
    }

    public static void Append(DuckDbConnection connection, IEnumerable<SimilarityRow> similarities) =>
        connection.Append("similarity", similarities.Select(one => new object?[] { one.GenerationId, one.ImageId, one.Reference, one.Measure, one.Value }));

    public static void Append(DuckDbConnection connection, IEnumerable<TokenAgreementRow> agreements) =>
        connection.Append("token_agreement", agreements.Select(one => new object?[] { one.GenerationId, (sbyte)one.Scale, one.Share }));
}
