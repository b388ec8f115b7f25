using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>The raw tables of the extraction test, which are filled in pieces that are committed one by one.</summary>
public static class ExtractionTables
{
    /// <summary>Nearest pairs whose pictures are kept: of each number of given scales for validation and other images, by relative l2, which flat pictures do not win, and of free samples, by tiled l2.</summary>
    public const int Kept = 3;

    const string Prefix = "extraction_";

    /// <summary>What may change without anything being generated again: what results are made with, or follows from the images.</summary>
    static readonly string[] NotCompared = ["false_positives", "pair_threshold"];

    /// <summary>Begins, or goes on with what is there.</summary>
    /// <param name="settings">Without the prefix extraction_.</param>
    /// <param name="again">Drops what is there.</param>
    /// <exception cref="AnalysisException">It was made with other settings.</exception>
    public static void Begin(DuckDbConnection connection, IReadOnlyList<KeyValuePair<string, string?>> settings, bool again)
    {
        using var transaction = connection.BeginTransaction();
        var found = connection.Rows(
            $"SELECT key, value FROM setting WHERE starts_with(key, '{Prefix}')",
            row => KeyValuePair.Create(row.GetString(0)[Prefix.Length..], row.IsDBNull(1) ? null : row.GetString(1))).ToDictionary();
        if (again) Drop(connection);
        else if (found.Count > 0 && settings.Where(one => !NotCompared.Contains(one.Key) && found.GetValueOrDefault(one.Key) != one.Value).ToList() is { Count: > 0 } others)
            throw Throw.OtherExtraction(connection.DataSource, others.Select(one => (one.Key, found.GetValueOrDefault(one.Key), one.Value)));
        foreach (var (key, value) in settings) Analyzer.Store(connection, Prefix + key, value);
        transaction.Commit();
    }

    static void Drop(DuckDbConnection connection)
    {
        const string Own = "(SELECT generation_id FROM generation WHERE intervention_id IS NULL)";
        foreach (var table in (ReadOnlySpan<string>)["similarity", "token_agreement", "sample_pair"])
            connection.Run($"DELETE FROM {table} WHERE generation_id IN {Own}");
        connection.Run($"DELETE FROM generation WHERE intervention_id IS NULL; DELETE FROM candidate; DELETE FROM setting WHERE starts_with(key, '{Prefix}')");
    }

    public static void AppendCandidates(DuckDbConnection connection, IEnumerable<(int ImageId, int TokenCount, int TopCount)> candidates) =>
        connection.Append("candidate", candidates.Select(one => new object?[] { one.ImageId, one.TokenCount, one.TopCount }));

    /// <summary>Pairs of free samples of a class.</summary>
    public static void AppendPairs(DuckDbConnection connection, IEnumerable<(int One, int Other, double TiledL2)> pairs) =>
        connection.Append("sample_pair", pairs.Select(one => new object?[] { one.One, one.Other, one.TiledL2 }));

    /// <summary>The images to be tried: those of each class and population with the largest share, by table candidate_share.</summary>
    /// <param name="most">How many of each; 0 for all.</param>
    public static HashSet<int> Candidates(DuckDbConnection connection, int most)
    {
        connection.Run(MetricScripts.Of("52_candidate_share").Sql);
        return [.. connection.Rows("SELECT image_id FROM candidate_share WHERE ? = 0 OR rank <= ?", row => row.GetInt32(0), most, most)];
    }

    /// <summary>When all is generated: leaves pictures of the nearest pairs alone, and makes the result tables anew; all or nothing.</summary>
    public static void Complete(DuckDbConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        connection.Run($"""
            UPDATE generation SET picture = NULL, decoded_picture = NULL
            WHERE intervention_id IS NULL AND picture IS NOT NULL AND generation_id NOT IN (
                SELECT generation_id
                FROM generation
                JOIN similarity USING (generation_id)
                JOIN image ON image.image_id = similarity.image_id
                WHERE picture IS NOT NULL AND intervention_id IS NULL
                    AND (reference = 'decoded' AND measure = 'relative_l2' OR reference = 'nearest_train' AND measure = 'tiled_l2')
                QUALIFY row_number() OVER (
                    PARTITION BY sample IS NULL, given_scales, split IS NOT DISTINCT FROM 'val' ORDER BY value, generation_id
                ) <= {Kept})
            """);
        Analyzer.Renew(connection, "52", "62");
        transaction.Commit();
    }
}
