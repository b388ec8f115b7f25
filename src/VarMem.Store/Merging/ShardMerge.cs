using VarMem.Store.DuckDb;

namespace VarMem.Store.Merging;

/// <summary>Joins the databases of shards in one: a shard after the other, none of them in memory as a whole.</summary>
public sealed class ShardMerge
{
    /// <summary>Rows of a unit and split that <see cref="Keep.Top"/> keeps.</summary>
    public const int TopRows = 32;

    /// <summary>The setting that says how many files were merged.</summary>
    const string Merged = "merged";

    readonly IReadOnlyList<ShardFile> _shards;
    readonly MergeOptions _options;

    ShardMerge(IReadOnlyList<ShardFile> shards, MergeOptions options) => (_shards, _options) = (shards, options);

    /// <summary>Images of all shards, each counted once.</summary>
    public int ImageCount => _shards.SelectMany(shard => shard.Images.Keys).Distinct().Count();

    /// <summary>Looks at all shards, before anything is written.</summary>
    /// <exception cref="StoreException">A file is broken, or they do not belong together.</exception>
    public static ShardMerge Open(IEnumerable<string> files, MergeOptions options) =>
        new(ShardSet.Check([.. files.Select(ShardFile.Open)], options), options);

    /// <summary>
    /// Writes the database, under another name until it is whole. One that an earlier merge made is replaced, and no other.
    /// </summary>
    /// <param name="file">The database to write.</param>
    /// <param name="summarize">
    /// Called for each shard, with its file and the image_ids that are taken from it, unless all activations are kept: adds partial
    /// statistics to table partial_peak of the new database.
    /// </param>
    /// <param name="report">Told how many shards are done.</param>
    /// <param name="cancellation">Leaves everything as it was.</param>
    public void WriteTo(
        string file, Action<DuckDbConnection, string, int[]> summarize, Action<int>? report = null, CancellationToken cancellation = default)
    {
        RequireReplaceable(file);
        try
        {
            DatabaseFile.Create(file, connection =>
            {
                Describe(connection);
                var taken = new HashSet<int>();
                foreach (var (i, shard) in _shards.Index())
                {
                    cancellation.ThrowIfCancellationRequested();
                    int[] images = [.. shard.Images.Keys.Where(taken.Add)];
                    if (_options.Keep != Keep.All)
                        summarize(connection, shard.File, images);
                    ShardCopy.Add(connection, shard, images, _options.Keep);
                    report?.Invoke(i + 1);
                }
                ShardCopy.Complete(connection, _options.Keep);
                connection.Run("CHECKPOINT");
            });
        }
        catch (DuckDbException e)
        {
            throw Throw.Merge(file, e);
        }
    }

    void Describe(DuckDbConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        Schema.Create(connection);
        var run = _shards[0].Run;
        RunComparison.Write(connection, run with
        {
            Settings =
            [
                .. run.Settings,
                new(Merged, $"{_shards.Count}"),
                .. _options.Keep == Keep.All ? [] : (KeyValuePair<string, string?>[])[new("keep", _options.Keep.ToString().ToLowerInvariant())],
            ],
        });
        transaction.Commit();
    }

    static void RequireReplaceable(string file)
    {
        if (!File.Exists(file))
            return;
        using (var connection = DatabaseFile.OpenReadOnly(file))
            if (connection.Rows("SELECT 1 FROM setting WHERE key = ?", _ => true, Merged).Count == 0)
                throw Throw.NotMerged(file);
    }
}
