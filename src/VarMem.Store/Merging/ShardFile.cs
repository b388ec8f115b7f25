using VarMem.Store.DuckDb;

namespace VarMem.Store.Merging;

/// <summary>What a shard's database says of itself.</summary>
/// <param name="File">The file.</param>
/// <param name="Run">The run that made it, without the settings of shards, merges and analyses.</param>
/// <param name="Number">Which shard it is, from 1; null for a run that was not dealt to shards, and for a merge.</param>
/// <param name="Count">Of how many.</param>
/// <param name="Selected">Images of all of them together; null for a run that was not dealt to shards.</param>
/// <param name="Images">path by image_id.</param>
/// <param name="Failed">image_ids of the images that could not be measured.</param>
/// <param name="IsClean">Whether all its activations are those of its images: a killed writer may leave some of images that it did not commit.</param>
sealed record ShardFile(
    string File, RunDescription Run, int? Number, int? Count, long? Selected, SortedDictionary<int, string> Images, IReadOnlyList<int> Failed,
    bool IsClean)
{
    static readonly string[] NotOfTheRun =
        [ShardSettings.Shard, ShardSettings.ShardImages, ShardSettings.Merged, ShardSettings.MergedImages];

    /// <exception cref="StoreException">It is no database of VarMem, is broken, or lacks activations of its images.</exception>
    public static ShardFile Open(string file)
    {
        try
        {
            using var connection = DatabaseFile.OpenReadOnly(file);
            var run = RunComparison.Read(connection);
            var settings = run.Settings.ToDictionary();
            if (settings.GetValueOrDefault(ShardSettings.Keep) is { } kept)
                throw Throw.ShardWithoutActivations(file, kept);
            var part = settings.GetValueOrDefault(ShardSettings.Shard)?.Split('/');
            var selected = settings.GetValueOrDefault(ShardSettings.ShardImages) ?? settings.GetValueOrDefault(ShardSettings.MergedImages);
            var images = new SortedDictionary<int, string>(
                connection.Rows("SELECT image_id, path FROM image", row => KeyValuePair.Create(row.GetInt32(0), row.GetString(1))).ToDictionary());
            return new(
                file,
                run with { Settings = [.. run.Settings.Where(setting => !NotOfTheRun.Contains(setting.Key) && !RunComparison.IsLater(setting.Key))] },
                part is null ? null : int.Parse(part[0]), part is null ? null : int.Parse(part[1]),
                selected is null ? null : long.Parse(selected),
                images,
                connection.Rows("SELECT image_id FROM failure", row => row.GetInt32(0)),
                IsWhole(connection, file, images));
        }
        catch (DuckDbException e)
        {
            throw Throw.CannotOpen(file, e);
        }
    }

    /// <summary>
    /// Whether each image has the same number of means in each table, and no other has any. Counting the rows of a table reads none of
    /// them, and those of one image few.
    /// </summary>
    static bool IsWhole(DuckDbConnection connection, string file, SortedDictionary<int, string> images)
    {
        var isClean = true;
        foreach (var table in ShardCopy.Means)
        {
            var each = table == "activation" ? Count("SELECT coalesce(sum(unit_count), 0)::BIGINT FROM layer")
                : images.Count == 0 ? 0
                : Count($"SELECT count(*) FROM {table} WHERE image_id = {images.First().Key}");
            if (Count($"SELECT count(*) FROM {table}") == images.Count * each)
                continue;
            isClean = false;
            if (Count($"SELECT count(*) FROM {table} SEMI JOIN image USING (image_id)") is var means && means != images.Count * each)
                throw Throw.ShardIncomplete(file, table, images.Count, each, means);
        }
        return isClean;

        long Count(string sql) => connection.Rows(sql, row => row.GetInt64(0))[0];
    }
}
