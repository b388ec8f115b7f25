using VarMem.Store.DuckDb;

namespace VarMem.Store.Merging;

/// <summary>The rows of shards, into the tables of a merged database.</summary>
static class ShardCopy
{
    static readonly string[] Means = ["activation", "activation_scale", "activation_noise"];

    /// <param name="connection">The merged database.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="images">image_ids of those that are.</param>
    /// <param name="keep">Which activations.</param>
    public static void Add(DuckDbConnection connection, ShardFile shard, int[] images, Keep keep)
    {
        connection.Run($"ATTACH '{shard.File.Replace("'", "''")}' AS shard (READ_ONLY)");
        connection.Run("CREATE OR REPLACE TEMP TABLE taken (image_id INTEGER)");
        connection.Run("INSERT INTO taken SELECT unnest(?)", images);
        var everyRow = shard.IsClean && images.Length == shard.Images.Count;
        if (keep == Keep.All)
            foreach (var table in Means)
                connection.Run($"INSERT INTO {table} FROM shard.{table}{(everyRow ? "" : " SEMI JOIN taken USING (image_id)")}");
        if (keep == Keep.Top)
            connection.Run($"CREATE TEMP TABLE IF NOT EXISTS candidate (split VARCHAR, image_id INTEGER, unit_id INTEGER, mu FLOAT); INSERT INTO candidate {Largest("shard.activation JOIN shard.image USING (image_id) SEMI JOIN taken USING (image_id)")}");
        connection.Run("INSERT INTO image_statistic FROM shard.image_statistic SEMI JOIN taken USING (image_id) ORDER BY image_id");
        foreach (var table in LikelihoodTables.Names)
            connection.Run($"INSERT INTO {table} FROM shard.{table} SEMI JOIN taken USING (image_id) ORDER BY image_id");
        connection.Run("INSERT INTO image FROM shard.image SEMI JOIN taken USING (image_id) ORDER BY image_id");
        connection.Run("INSERT INTO failure FROM shard.failure");
        connection.Run("DETACH shard");
    }

    /// <summary>What can be done when all shards are there.</summary>
    public static void Complete(DuckDbConnection connection, Keep keep)
    {
        connection.Run(
            """
            DELETE FROM failure WHERE image_id IN (SELECT image_id FROM image)
                OR rowid NOT IN (SELECT max(rowid) FROM failure GROUP BY image_id)
            """);
        if (keep == Keep.Top)
            connection.Run($"INSERT INTO activation SELECT image_id, unit_id, mu FROM ({Largest("candidate")}) ORDER BY image_id, unit_id");
    }

    /// <summary>The largest means of every unit and split; of equals those with the smallest image_id.</summary>
    static string Largest(string rows) =>
        $"""
        SELECT split, -kept.earliest AS image_id, unit_id, kept.mu
        FROM (
            SELECT split, unit_id, unnest(max({'{'}'mu': mu, 'earliest': -image_id{'}'}, {ShardMerge.TopRows})) AS kept
            FROM {rows}
            GROUP BY split, unit_id)
        """;
}
