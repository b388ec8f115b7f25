using VarMem.Store.DuckDb;

namespace VarMem.Analysis;

/// <summary>The results in a few figures, read from the result tables.</summary>
/// <param name="Population">Whose figures they are: <c>train</c>, or <c>all</c> where no image is of that split.</param>
/// <param name="ImageCount">Images of the population.</param>
/// <param name="Parts">transformer, tokenizer, or both: those of which units were measured.</param>
public sealed record Summary(string Population, long ImageCount, IReadOnlyList<PartSummary> Parts)
{
    /// <param name="connection">An open connection to a database that was analyzed.</param>
    /// <param name="topImages">How many images to name for each part.</param>
    /// <exception cref="AnalysisException">It has no results.</exception>
    public static Summary Read(DuckDbConnection connection, int topImages = 10)
    {
        if (connection.Rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'train_val_owner'", _ => true).Count == 0)
            throw Throw.NotAnalyzed(connection.DataSource);

        var (images, analyzed) = connection.Rows(
            "SELECT (SELECT count(*) FROM image), (SELECT max(image_count) FROM ownership WHERE population = 'all')",
            row => (row.GetInt64(0), row.GetInt64(1)))[0];
        if (images != analyzed)
            throw Throw.Stale(connection.DataSource, analyzed, images);

        var shown = connection.Rows(
            "SELECT part, population, image_count FROM shown ORDER BY part DESC",
            row => (Part: row.GetString(0), Population: row.GetString(1), ImageCount: row.GetInt64(2)));
        var (_, population, imageCount) = shown[0];
        return new(population, imageCount, [.. shown.Select(row => PartSummary.Read(connection, population, row.Part, topImages))]);
    }
}
