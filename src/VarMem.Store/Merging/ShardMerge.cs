using VarMem.Store.DuckDb;

namespace VarMem.Store.Merging;

/// <summary>Joins the databases of shards in one: a shard after the other, none of them in memory as a whole.</summary>
public sealed class ShardMerge
{
    /// <summary>Rows of a unit and split that <see cref="Keep.Top"/> keeps.</summary>
    public const int TopRows = 32;

    readonly IReadOnlyList<ShardPart> _parts;
    readonly MergeOptions _options;

    ShardMerge(IReadOnlyList<ShardPart> parts, MergeOptions options) => (_parts, _options) = (parts, options);

    /// <summary>Images of all shards, each counted once.</summary>
    public int ImageCount => _parts.Sum(part => part.Images.Length);

    /// <summary>Looks at all shards, before anything is written.</summary>
    /// <exception cref="StoreException">A file is broken, or they do not belong together.</exception>
    public static ShardMerge Open(IEnumerable<string> files, MergeOptions options)
    {
        // Side by side, and told of in the order given: of several broken files the first.
        Task<ShardFile>[] opened = [.. files.Select(file => Task.Run(() => ShardFile.Open(file)))];
        return new(ShardSet.Check([.. opened.Select(shard => shard.GetAwaiter().GetResult())], options), options);
    }

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
                foreach (var (i, part) in _parts.Index())
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (_options.Keep != Keep.All && part.Images.Length > 0)
                        summarize(connection, part.Shard.File, part.Images);
                    ShardCopy.Add(connection, part, _options.Keep);
                    report?.Invoke(i + 1);
                }
                ShardCopy.Complete(connection, _options.Keep);
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
        var run = _parts[0].Shard.Run;
        RunComparison.Write(connection, run with { Settings = [.. run.Settings, .. OwnSettings()] });
        transaction.Commit();
    }

    IEnumerable<KeyValuePair<string, string?>> OwnSettings()
    {
        yield return new(ShardSettings.Merged, $"{_parts.Count}");
        if (_parts.Select(part => part.Shard.Selected).Distinct().ToList() is [{ } selected])
            yield return new(ShardSettings.MergedImages, $"{selected}");
        if (_options.Keep != Keep.All)
            yield return new(ShardSettings.Keep, _options.Keep.ToString().ToLowerInvariant());
    }

    /// <summary>Opened for writing, so that its log is in it when the file is replaced, and nobody else has it open.</summary>
    void RequireReplaceable(string file)
    {
        if (!Path.Exists(file))
            return;
        using var connection = DatabaseFile.OpenReadWrite(file);
        if (connection.Rows("SELECT 1 FROM setting WHERE key = ?", _ => true, ShardSettings.Merged).Count == 0)
            throw Throw.NotMerged(file);
        var merged = _parts.SelectMany(part => part.Images).ToHashSet();
        if (connection.Rows("SELECT image_id FROM image", row => row.GetInt32(0)).Count(id => !merged.Contains(id)) is > 0 and var lost)
            throw Throw.WouldLose(file, lost);
    }
}
