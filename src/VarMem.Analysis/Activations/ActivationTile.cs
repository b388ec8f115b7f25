using System.Numerics;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Activations;

/// <summary>μ of all images and some units in memory, for what needs the same activations many times: (images, stride) row by row.</summary>
/// <param name="Values">μ; the columns between <paramref name="UnitCount"/> and <paramref name="Stride"/> are 0.</param>
/// <param name="FirstUnit">unit_id of column 0.</param>
/// <param name="UnitCount">Units of the tile.</param>
/// <param name="Stride">Columns of a row: the units, filled up to whole vectors.</param>
sealed record ActivationTile(float[] Values, int FirstUnit, int UnitCount, int Stride)
{
    /// <summary>Columns that are handled together: two vectors.</summary>
    public static readonly int Block = 2 * Vector<float>.Count;

    /// <summary>Values of a tile: 1 GiB of them.</summary>
    const long MaxValues = 1L << 28;

    /// <summary>All activations of the images, as many units at a time as fit.</summary>
    public static IEnumerable<ActivationTile> ReadAll(DuckDbConnection connection, IReadOnlyList<int> imageIds)
    {
        if (imageIds.Count == 0)
            yield break;
        var units = connection.Rows("SELECT coalesce(sum(unit_count), 0)::INTEGER FROM layer", row => row.GetInt32(0))[0];
        var rowOfImage = new int[imageIds.Max() + 1];
        rowOfImage.AsSpan().Fill(-1);
        foreach (var (row, id) in imageIds.Index())
            rowOfImage[id] = row;
        var step = (int)Math.Clamp(MaxValues / imageIds.Count / Block * Block, Block, units + Block);
        for (var first = 0; first < units; first += step)
            yield return Read(connection, rowOfImage, imageIds.Count, first, Math.Min(step, units - first));
    }

    static ActivationTile Read(DuckDbConnection connection, int[] rowOfImage, int images, int firstUnit, int unitCount)
    {
        var stride = (unitCount + Block - 1) / Block * Block;
        var values = new float[(long)images * stride];
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT image_id, unit_id, mu FROM activation WHERE unit_id BETWEEN {firstUnit} AND {firstUnit + unitCount - 1}";
        using var reader = command.ExecuteReader();
        while (reader.ReadChunk() is > 0)
        {
            var ids = reader.Chunk<int>(0);
            var units = reader.Chunk<int>(1);
            var mu = reader.Chunk<float>(2);
            for (var i = 0; i < ids.Length; i++)
            {
                if ((uint)ids[i] < (uint)rowOfImage.Length && rowOfImage[ids[i]] is >= 0 and var row)
                    values[(long)row * stride + units[i] - firstUnit] = mu[i];
            }
        }
        return new(values, firstUnit, unitCount, stride);
    }
}
