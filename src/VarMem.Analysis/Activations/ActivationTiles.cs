using System.Numerics;
using System.Runtime.ExceptionServices;
using VarMem.Store.DuckDb;

namespace VarMem.Analysis.Activations;

/// <summary>
/// All activations of a database, as many units at a time as fit in memory. What fits as a whole is read once and kept, for statistics that
/// come one after the other.
/// </summary>
/// <param name="connection">The database.</param>
/// <param name="imageIds">Its images, rising: rows 0…N−1 of the tiles.</param>
sealed class ActivationTiles(DuckDbConnection connection, int[] imageIds) : IDisposable
{
    /// <summary>Values of a tile: 4 GiB of them.</summary>
    const long MaxValues = 1L << 30;

    /// <summary>More would wait for memory, not compute.</summary>
    const int MaxReaders = 8;

    // Another connection has no schema of its own in its search path.
    readonly string _table = connection.Rows("SELECT format('\"{}\".main.activation', current_database())", row => row.GetString(0))[0];

    ActivationTile? _whole;

    /// <summary>1 + the largest unit_id.</summary>
    public int UnitCount { get; } = connection.Rows("SELECT coalesce(max(unit_id) + 1, 0) FROM activation", row => row.GetInt32(0))[0];

    public int ImageCount => imageIds.Length;

    /// <summary>The tiles, by rising units; each is gone when the next is asked for.</summary>
    public IEnumerable<ActivationTile> Read()
    {
        var step = (int)Math.Clamp(MaxValues / ActivationTile.Width / Math.Max(1, ImageCount), 1, ActivationTile.Blocks(UnitCount) + 1) * ActivationTile.Width;
        if (UnitCount == 0 || ImageCount == 0)
            yield break;
        if (UnitCount <= step)
        {
            yield return _whole ??= Read(0, UnitCount);
            yield break;
        }
        for (var first = 0; first < UnitCount; first += step)
        {
            using var tile = Read(first, Math.Min(step, UnitCount - first));
            yield return tile;
        }
    }

    public void Dispose() => _whole?.Dispose();

    /// <summary>Rows of the first image with units one behind the other.</summary>
    static int RunLength(ReadOnlySpan<int> ids, ReadOnlySpan<int> units)
    {
        var length = 0;
        for (; length + Vector<int>.Count <= ids.Length; length += Vector<int>.Count)
        {
            var sameImage = Vector.EqualsAll(new Vector<int>(ids[length..]), new Vector<int>(ids[0]));
            var counting = Vector.EqualsAll(new Vector<int>(units[length..]), Vector.CreateSequence(units[0] + length, 1));
            if (!sameImage || !counting)
                break;
        }
        while (length < ids.Length && ids[length] == ids[0] && units[length] == units[0] + length)
            length++;
        return length;
    }

    ActivationTile Read(int firstUnit, int unitCount)
    {
        var tile = new ActivationTile(firstUnit, unitCount, ImageCount);
        var groups = (ImageCount + ActivationTile.Writer.Group - 1) / ActivationTile.Writer.Group;
        var parts = Math.Clamp(Environment.ProcessorCount, 1, Math.Min(groups, MaxReaders));
        // Every block of the file is read once: to keep it would only take memory that is slow to get.
        SetMemoryLimit("SET memory_limit = '1GB'");
        try
        {
            Parallel.For(0, parts, part => Read(tile, Start(part), Start(part + 1)));
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is DuckDbException) // the file is damaged
        {
            tile.Dispose();
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        SetMemoryLimit("RESET memory_limit");
        return tile;

        int Start(int part) => Math.Min(ImageCount, groups * part / parts * ActivationTile.Writer.Group);
    }

    void SetMemoryLimit(string sql)
    {
        try
        {
            connection.Run(sql);
        }
        catch (DuckDbException)
        {
            // More is in use, by a transaction that cannot give it up: then the limit stays.
        }
    }

    /// <summary>Reads the images of some rows, whole groups, through a connection of its own.</summary>
    void Read(ActivationTile tile, int firstRow, int endRow)
    {
        using var own = connection.OpenAnother();
        using var command = own.CreateCommand();
        command.CommandText = $"SELECT image_id, unit_id, mu FROM {_table} WHERE image_id BETWEEN {imageIds[firstRow]} AND {imageIds[endRow - 1]}"
            + (tile.UnitCount == UnitCount ? "" : $" AND unit_id BETWEEN {tile.FirstUnit} AND {tile.FirstUnit + tile.UnitCount - 1}");
        using var reader = command.ExecuteReader();
        using var writer = tile.NewWriter();
        while (reader.ReadChunk() is > 0)
        {
            var ids = reader.Chunk<int>(0);
            var units = reader.Chunk<int>(1);
            var mu = reader.Chunk<float>(2);
            for (int start = 0, end; start < ids.Length; start = end)
            {
                end = start + RunLength(ids[start..], units[start..]);
                if (Array.BinarySearch(imageIds, firstRow, endRow - firstRow, ids[start]) is >= 0 and var row)
                    writer.Set(row, units[start], mu[start..end]);
            }
        }
    }
}
