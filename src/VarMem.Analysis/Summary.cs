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

        var sizes = connection.Rows(
            "SELECT population, count(*) FROM population GROUP BY population ORDER BY population = 'train' DESC, population = 'all' DESC",
            row => (Population: row.GetString(0), ImageCount: row.GetInt64(1)));
        var (population, imageCount) = sizes[0];
        var parts = connection.Rows(
            "SELECT part FROM u10_threshold WHERE population = ? ORDER BY part = 'transformer' DESC, part",
            row => row.GetString(0),
            population);
        return new(population, imageCount, [.. parts.Select(part => PartSummary.Read(connection, population, part, topImages))]);
    }
}
