using VarMem.Store.DuckDb;

namespace VarMem.Store.Merging;

/// <summary>The rows of shards, into the tables of a merged database.</summary>
static class ShardCopy
{
    /// <summary>The tables that take nearly all the room: means of images, by units.</summary>
    public static readonly string[] Means = ["activation", "activation_scale", "activation_noise"];

    /// <param name="connection">The merged database.</param>
    /// <param name="part">What is taken.</param>
    /// <param name="keep">Which activations.</param>
    public static void Add(DuckDbConnection connection, ShardPart part, Keep keep)
    {
        connection.Run($"ATTACH '{part.Shard.File.Replace("'", "''")}' AS shard (READ_ONLY)");
        connection.Run("CREATE OR REPLACE TEMP TABLE taken (image_id INTEGER)");
        connection.Run("INSERT INTO taken SELECT unnest(?)", part.Images);
        using (var transaction = connection.BeginTransaction()) // one commit, not one a table
        {
            Insert(connection, part, keep);
            transaction.Commit();
        }
        connection.Run("DETACH shard");
    }

    static void Insert(DuckDbConnection connection, ShardPart part, Keep keep)
    {
        var semiJoin = part.IsWhole ? "" : " SEMI JOIN taken USING (image_id)";
        if (keep == Keep.All)
            foreach (var table in Means)
                connection.Run($"INSERT INTO {table} FROM shard.{table}{semiJoin}");
        if (keep == Keep.Top)
        {
            connection.Run("CREATE TEMP TABLE IF NOT EXISTS candidate (split VARCHAR, image_id INTEGER, unit_id INTEGER, mu FLOAT)");
            connection.Run($"INSERT INTO candidate {Largest($"shard.activation JOIN shard.image USING (image_id){semiJoin}")}");
        }
        connection.Run("INSERT INTO image_statistic FROM shard.image_statistic SEMI JOIN taken USING (image_id) ORDER BY image_id");
        foreach (var table in LikelihoodTables.Names)
            connection.Run($"INSERT INTO {table} FROM shard.{table} SEMI JOIN taken USING (image_id) ORDER BY image_id");
        connection.Run("INSERT INTO image FROM shard.image SEMI JOIN taken USING (image_id) ORDER BY image_id");
        connection.Run("INSERT INTO failure FROM shard.failure");
    }

    /// <summary>What can be done when all shards are there.</summary>
    public static void Complete(DuckDbConnection connection, Keep keep)
    {
        connection.Run(
            """
            DELETE FROM failure WHERE image_id IN (SELECT image_id FROM image)
                OR rowid NOT IN (SELECT arg_max(rowid, failed_at) FROM failure GROUP BY image_id)
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
