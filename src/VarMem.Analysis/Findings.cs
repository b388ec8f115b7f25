using VarMem.Analysis.Statistics;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>The results in sentences: queries of sql/findings, each of which writes its own.</summary>
public static class Findings
{
    /// <summary>Macros that the queries write numbers with.</summary>
    const string Words = "words";

    /// <summary>The topics of likelihood and membership: the names of their queries.</summary>
    public static IReadOnlyList<string> Membership { get; } =
        ["17_membership", "18_dataset_inference", "19_unit_mem_adds", "20_capacity", "21_likelihood_bins"];

    /// <summary>The topics of generated images.</summary>
    public static IReadOnlyList<string> Extraction { get; } = ["22_extraction", "23_nearest_ratio", "24_cliques"];

    /// <summary>The topics of interventions.</summary>
    public static IReadOnlyList<string> Interventions { get; } = ["25_interventions", "26_intervention_scales", "27_intervention_generation"];

    /// <summary>The sentences, those of the transformer first.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="topics">Only those of these topics; none: all.</param>
    /// <exception cref="AnalysisException">As for <see cref="RequireCurrent"/>.</exception>
    public static IReadOnlyList<string> Read(DuckDbConnection connection, params IReadOnlyList<string> topics)
    {
        RequireCurrent(connection);
        var found = connection.Rows("SELECT topic, sentence FROM finding ORDER BY part DESC, position", row => (Topic: row.GetString(0), Sentence: row.GetString(1)));
        return [.. found.Where(one => topics.Count == 0 || topics.Contains(one.Topic)).Select(one => one.Sentence)];
    }

    /// <summary>Requires results, of all images that there are.</summary>
    /// <exception cref="AnalysisException">There are none, or images came after them.</exception>
    public static void RequireCurrent(DuckDbConnection connection)
    {
        if (connection.Rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'finding'", _ => true).Count == 0)
            throw Throw.NotAnalyzed(connection.DataSource);
        var (images, analyzed) = connection.Rows(
            "SELECT (SELECT count(*) FROM image), (SELECT coalesce(max(image_count), 0) FROM ownership WHERE population = 'all')",
            row => (row.GetInt64(0), row.GetInt64(1)))[0];
        if (images != analyzed)
            throw Throw.Stale(connection.DataSource, analyzed, images);
    }

    /// <summary>Fills table finding.</summary>
    internal static void Fill(DuckDbConnection connection)
    {
        var files = SqlFiles.Read("findings").ToDictionary(file => file.Name, file => file.Sql);
        connection.Run(files[Words]);
        var position = 0;
        foreach (var (topic, sql) in files.Where(file => file.Key != Words).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var found = connection.Rows(sql, row => (Part: row.GetString(0), Sentence: row.GetString(1)));
            // Queries give the parts in any order, the sentences of one in theirs; the sort keeps these.
            var ordered = found.OrderByDescending(one => one.Part, StringComparer.Ordinal);
            connection.Append("finding", ordered.Select(one => new object?[] { one.Part, position++, topic, one.Sentence }));
        }
    }
}
