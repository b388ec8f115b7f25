using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Activations;

/// <summary>
/// All activations of a database, as many units at a time as fit in memory. What fits as a whole is read once and kept, for statistics that
/// come one after the other.
/// </summary>
/// <param name="connection">The database.</param>
/// <param name="imageIds">Its images, rising: rows 0…N−1 of the tiles.</param>
sealed class ActivationTiles(DuckDbConnection connection, int[] imageIds)
{
    /// <summary>Values of a tile: 4 GiB of them.</summary>
    const long MaxValues = 1L << 30;

    ActivationTile? _whole;

    /// <summary>1 + the largest unit_id.</summary>
    public int UnitCount { get; } = connection.Rows("SELECT coalesce(max(unit_id) + 1, 0) FROM activation", row => row.GetInt32(0))[0];

    public int ImageCount => imageIds.Length;

    /// <summary>The tiles, by rising units.</summary>
    public IEnumerable<ActivationTile> Read()
    {
        var step = (int)Math.Clamp(MaxValues / ActivationTile.Width / Math.Max(1, ImageCount), 1, ActivationTile.Blocks(UnitCount) + 1) * ActivationTile.Width;
        if (UnitCount <= step)
            return UnitCount == 0 || ImageCount == 0 ? [] : [_whole ??= Read(0, UnitCount)];
        return Enumerable.Range(0, (UnitCount + step - 1) / step).Select(i => Read(i * step, Math.Min(step, UnitCount - i * step)));
    }

    /// <summary>Shows every unit to one of the visitors, of which there is one a thread at a time.</summary>
    /// <returns>The visitors.</returns>
    public IReadOnlyCollection<T> Visit<T>(Func<T> newVisitor) where T : IUnitVisitor
    {
        var (all, idle) = (new List<T>(), new Stack<(T Visitor, float[] Columns)>());
        foreach (var tile in Read())
            Parallel.For(0, tile.BlockCount, Take, (block, _, taken) => Show(tile, block, taken), Return);
        return all;

        (T Visitor, float[] Columns) Take()
        {
            lock (idle)
            {
                if (idle.TryPop(out var taken))
                    return taken;
                all.Add(newVisitor());
                return (all[^1], new float[ActivationTile.Width * ImageCount]);
            }
        }

        void Return((T, float[]) taken)
        {
            lock (idle)
                idle.Push(taken);
        }
    }

    (T Visitor, float[] Columns) Show<T>(ActivationTile tile, int block, (T Visitor, float[] Columns) taken) where T : IUnitVisitor
    {
        var rows = tile.Block(block); // (images, Width)
        for (var row = 0; row < ImageCount; row++)
        {
            var values = rows.Slice(row * ActivationTile.Width, ActivationTile.Width);
            for (var column = 0; column < values.Length; column++)
                taken.Columns[column * ImageCount + row] = values[column]; // (Width, images)
        }
        var first = block * ActivationTile.Width;
        for (var column = 0; column < ActivationTile.Width && first + column < tile.UnitCount; column++)
            taken.Visitor.Visit(tile.FirstUnit + first + column, taken.Columns.AsSpan(column * ImageCount, ImageCount));
        return taken;
    }

    ActivationTile Read(int firstUnit, int unitCount)
    {
        var rowOfImage = new int[imageIds[^1] + 1];
        rowOfImage.AsSpan().Fill(-1);
        foreach (var (row, id) in imageIds.Index())
            rowOfImage[id] = row;
        var tile = new ActivationTile(firstUnit, unitCount, ImageCount);
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT image_id, unit_id, mu FROM activation WHERE unit_id BETWEEN {firstUnit} AND {firstUnit + unitCount - 1}";
        using var reader = command.ExecuteReader();
        while (reader.ReadChunk() is > 0)
        {
            var ids = reader.Chunk<int>(0);
            var units = reader.Chunk<int>(1);
            var mu = reader.Chunk<float>(2);
            for (int start = 0, end; start < ids.Length; start = end)
            {
                end = start + 1;
                while (end < ids.Length && ids[end] == ids[start] && units[end] - units[start] == end - start)
                    end++;
                if ((uint)ids[start] < (uint)rowOfImage.Length && rowOfImage[ids[start]] is >= 0 and var row)
                    tile.Set(row, units[start], mu[start..end]);
            }
        }
        return tile;
    }
}
