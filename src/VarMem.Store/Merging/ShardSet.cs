namespace VarMem.Store.Merging;

/// <summary>Shards that belong together: of one run, without overlaps and gaps.</summary>
static class ShardSet
{
    /// <returns>The shards by their first image.</returns>
    /// <exception cref="StoreException">They do not belong together; the message names the files and what is wrong.</exception>
    public static IReadOnlyList<ShardFile> Check(IReadOnlyList<ShardFile> shards, MergeOptions options)
    {
        foreach (var other in shards.Skip(1))
            if (RunComparison.Differences(found: other.Run, expected: shards[0].Run) is { Count: > 0 } differences)
                throw Throw.OtherShard(other.File, shards[0].File, differences);
        CheckOverlaps(shards, options.AllowOverlap);
        if (!options.AllowGaps)
            CheckGaps(shards);
        return [.. shards.OrderBy(shard => shard.Images.Count == 0 ? int.MaxValue : shard.Images.First().Key)];
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
        if (shards.Select(shard => (shard.Count, shard.Selected)).Distinct().ToList() is not [(int count, long selected)])
        {
            if (shards.FirstOrDefault(shard => shard.Count is not null) is { } dealt)
                throw Throw.OtherDeal([.. shards.Select(shard => (shard.File, shard.Number, shard.Count, shard.Selected))], dealt.File);
            return; // whole runs, which know of no others
        }
        int[] missing = [.. Enumerable.Range(1, count).Except(shards.Select(shard => shard.Number!.Value))];
        if (missing.Length > 0)
            throw Throw.ShardsMissing(missing, count);
        var accounted = shards.SelectMany(shard => shard.Images.Keys.Concat(shard.Failed)).Distinct().LongCount();
        if (accounted != selected)
            throw Throw.ImagesMissing(selected - accounted, selected, shards.Select(shard => (shard.File, shard.Images.Count)));
    }
}
