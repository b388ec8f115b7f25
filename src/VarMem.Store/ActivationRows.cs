using VarMem.Store.DuckDb;

namespace VarMem.Store;

/// <summary>
/// The rows of an image in tables activation, activation_scale and activation_noise: by image, then (scale and) unit. In that order a
/// row takes little more room than its value.
/// </summary>
sealed class ActivationRows(DuckDbConnection connection, RunDescription run)
{
    readonly LayerRow[] _scaled = [.. run.Layers.Where(layer => layer.FirstScale is not null)];

    /// <summary>Means of an image for each scale: S·scaled units, 0 where they are not recorded.</summary>
    public int ScaleValues => run.ScaleSides.Count * _scaled.Sum(layer => layer.UnitCount);

    /// <summary>Standard errors of an image: its units, 0 where they are not recorded.</summary>
    public int NoiseValues => run.CropNoise ? run.UnitCount : 0;

    /// <summary>Writes table activation.</summary>
    /// <param name="ids">image_ids.</param>
    /// <param name="mu">(images, units)</param>
    public void Append(int[] ids, ReadOnlySpan<float> mu) => AppendUnits("activation", ids, mu);

    /// <summary>Writes table activation_noise.</summary>
    /// <param name="ids">image_ids.</param>
    /// <param name="standardErrors">(images, units)</param>
    public void AppendNoise(int[] ids, ReadOnlySpan<float> standardErrors)
    {
        if (NoiseValues > 0) AppendUnits("activation_noise", ids, standardErrors);
    }

    /// <summary>Writes table activation_scale.</summary>
    /// <param name="ids">image_ids.</param>
    /// <param name="mu">(images, S, scaled units): the units of the layers with scales, one layer after the other.</param>
    public void AppendScales(int[] ids, ReadOnlySpan<float> mu)
    {
        if (ScaleValues == 0) return;
        using var appender = connection.CreateAppender("activation_scale");
        var rows = new Rows(appender, valueColumn: 3);
        foreach (var image in Ordered(ids))
        {
            var values = mu.Slice(image * ScaleValues, ScaleValues); // (S, scaled units)
            for (var scale = 0; scale < run.ScaleSides.Count; scale++)
                foreach (var layer in _scaled)
                {
                    if (scale >= layer.FirstScale) rows.Add(ids[image], layer.FirstUnit, (sbyte)scale, values[..layer.UnitCount]);
                    values = values[layer.UnitCount..];
                }
        }
        rows.Complete();
    }

    void AppendUnits(string table, int[] ids, ReadOnlySpan<float> values)
    {
        using var appender = connection.CreateAppender(table);
        var rows = new Rows(appender, valueColumn: 2);
        foreach (var image in Ordered(ids))
            rows.Add(ids[image], firstUnit: 0, scale: null, values.Slice(image * run.UnitCount, run.UnitCount));
        rows.Complete();
    }

    /// <summary>The images' places in <paramref name="ids"/>, by image_id.</summary>
    internal static IEnumerable<int> Ordered(int[] ids) => Enumerable.Range(0, ids.Length).OrderBy(i => ids[i]);

    /// <summary>Fills the appender's chunks with runs of units that lie one behind the other.</summary>
    ref struct Rows(DuckDbAppender appender, int valueColumn)
    {
        int _row;

        public void Add(int image, int firstUnit, sbyte? scale, ReadOnlySpan<float> ofUnits)
        {
            for (int done = 0, count; done < ofUnits.Length; done += count)
            {
                count = Math.Min(ofUnits.Length - done, DuckDbAppender.ChunkRows - _row);
                appender.Column<int>(0).Slice(_row, count).Fill(image);
                var units = appender.Column<int>(1).Slice(_row, count);
                for (var i = 0; i < count; i++)
                    units[i] = firstUnit + done + i;
                if (scale is { } s)
                    appender.Column<sbyte>(2).Slice(_row, count).Fill(s);
                ofUnits.Slice(done, count).CopyTo(appender.Column<float>(valueColumn)[_row..]);
                _row += count;
                if (_row < DuckDbAppender.ChunkRows) continue;
                appender.Append(_row);
                _row = 0;
            }
        }

        public readonly void Complete()
        {
            appender.Append(_row);
            appender.Complete();
        }
    }
}
