using VarMem.Analysis.Resampling;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Interventions;

/// <summary>
/// The images that are measured under interventions: owners of the chosen units among the training images, other training images, and
/// validation images, of each group a random choice.
/// </summary>
public static class InterventionImages
{
    /// <summary>image_id, rising; those that were measured before where there are some.</summary>
    /// <param name="connection">A database that was analyzed, with a plan.</param>
    /// <param name="options">Images of each group, and the seed.</param>
    public static IReadOnlyList<int> Of(DuckDbConnection connection, InterventionOptions options)
    {
        var measured = connection.Rows("SELECT image_id FROM intervention_likelihood WHERE intervention_id = 0 ORDER BY image_id", row => row.GetInt32(0));
        if (measured.Count > 0) return measured;
        var groups = connection.Rows(
            """
            SELECT image_id, CASE WHEN split = 'val' THEN 'val' WHEN image_id IN (
                SELECT owner_image_id FROM unit_mem JOIN intervention_unit USING (unit_id) WHERE population = 'train' AND control IS NULL) THEN 'owner' ELSE 'train' END
            FROM image WHERE split IN ('train', 'val') ORDER BY image_id
            """,
            row => (Image: row.GetInt32(0), Group: row.GetString(1)));
        return
        [
            .. groups.GroupBy(image => image.Group, image => image.Image).SelectMany(group => Chosen([.. group], group.Key)).Order(),
        ];

        IEnumerable<int> Chosen(int[] images, string group)
        {
            var count = Math.Min(options.ImagesPerGroup, images.Length);
            new Generator($"intervention images {group}", options.Seed, 0).Choose<int>(images, count);
            return images.Take(count);
        }
    }
}
