using VarMem.Store.DuckDb;

namespace VarMem.Store.Merging;

/// <summary>What a shard's database says of itself.</summary>
/// <param name="File">The file.</param>
/// <param name="Run">The run that made it, the settings of <paramref name="Number"/>, <paramref name="Count"/> and <paramref name="Selected"/> left out.</param>
/// <param name="Number">Which shard it is, from 1; null for a run that was not dealt to shards.</param>
/// <param name="Count">Of how many.</param>
/// <param name="Selected">Images of all of them together.</param>
/// <param name="Images">path by image_id.</param>
/// <param name="Failed">image_ids of the images that could not be measured.</param>
/// <param name="IsClean">Whether all its activations are those of its images: a killed writer may leave some of images that it did not commit.</param>
sealed record ShardFile(
    string File, RunDescription Run, int? Number, int? Count, long? Selected, SortedDictionary<int, string> Images, IReadOnlyList<int> Failed,
    bool IsClean)
{
    const string Shard = "shard", ShardImages = "shard_images";

    /// <exception cref="StoreException">It is no database of VarMem, is broken, or lacks activations of its images.</exception>
    public static ShardFile Open(string file)
    {
        try
        {
            using var connection = DatabaseFile.OpenReadOnly(file);
            var run = RunComparison.Read(connection);
            var settings = run.Settings.ToDictionary();
            var part = settings.GetValueOrDefault(Shard)?.Split('/');
            var images = connection.Rows("SELECT image_id, path FROM image", row => KeyValuePair.Create(row.GetInt32(0), row.GetString(1)));
            var units = connection.Rows("SELECT coalesce(sum(unit_count), 0)::BIGINT FROM layer", row => row.GetInt64(0))[0];
            var isClean = Count("activation") == images.Count * units;
            if (!isClean && Count("activation SEMI JOIN image USING (image_id)") is var means && means != images.Count * units)
                throw Throw.ShardIncomplete(file, images.Count, units, means);
            return new(
                file,
                run with { Settings = [.. run.Settings.Where(setting => setting.Key is not (Shard or ShardImages))] },
                part is null ? null : int.Parse(part[0]), part is null ? null : int.Parse(part[1]),
                settings.GetValueOrDefault(ShardImages) is { } selected ? long.Parse(selected) : null,
                new(images.ToDictionary()),
                connection.Rows("SELECT image_id FROM failure", row => row.GetInt32(0)), isClean);

            long Count(string rows) => connection.Rows($"SELECT count(*) FROM {rows}", row => row.GetInt64(0))[0];
        }
        catch (DuckDbException e)
        {
            throw Throw.CannotOpen(file, e);
        }
    }
}
