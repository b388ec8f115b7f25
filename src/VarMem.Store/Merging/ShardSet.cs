namespace VarMem.Store.Merging;

/// <summary>Shards that belong together: of one run, without overlaps and gaps.</summary>
static class ShardSet
{
    /// <returns>What is taken from each, by its first image; an image is taken from the first shard given that holds it.</returns>
    /// <exception cref="StoreException">They do not belong together; the message names the files and what is wrong.</exception>
    public static IReadOnlyList<ShardPart> Check(IReadOnlyList<ShardFile> shards, MergeOptions options)
    {
        foreach (var other in shards.Skip(1))
            if (RunComparison.Differences(found: other.Run, expected: shards[0].Run) is { Count: > 0 } differences)
                throw Throw.OtherShard(other.File, shards[0].File, differences);
        CheckOverlaps(shards, options.AllowOverlap);
        if (!options.AllowGaps)
            CheckGaps(shards);
        var taken = new HashSet<int>();
        var parts = shards.Select(shard => new ShardPart(shard, [.. shard.Images.Keys.Where(taken.Add)])).ToList();
        return [.. parts.OrderBy(part => part.Images.FirstOrDefault(int.MaxValue))];
    }

    static void CheckOverlaps(IReadOnlyList<ShardFile> shards, bool allowed)
    {
        var first = new Dictionary<int, ShardFile>();
        foreach (var shard in shards)
            foreach (var (id, path) in shard.Images)
            {
                if (first.TryAdd(id, shard))
                    continue;
                if (first[id].Images[id] != path)
                    throw Throw.OtherShardImage(shard.File, first[id].File, id, path, first[id].Images[id]);
                if (!allowed)
                    throw Throw.Overlap(shard.File, first[id].File, path, shard.Images.Keys.Count(first[id].Images.ContainsKey));
            }
    }

    static void CheckGaps(IReadOnlyList<ShardFile> shards)
    {
        if (shards.Select(shard => shard.Selected).Distinct().ToList() is not [var one])
            throw Throw.OtherDeal(shards);
        if (one is not { } selected)
            return; // whole runs, which know of no others
        if (shards.Select(shard => shard.Count).Distinct().ToList() is [{ } count]
            && Enumerable.Range(1, count).Except(shards.Select(shard => shard.Number!.Value)).ToList() is { Count: > 0 } missing)
            throw Throw.ShardsMissing(missing, count);
        var accounted = shards.SelectMany(shard => shard.Images.Keys.Concat(shard.Failed)).Distinct().LongCount();
        if (accounted != selected)
            throw Throw.ImagesMissing(selected - accounted, selected, shards.Select(shard => (shard.File, shard.Images.Count)));
    }
}
