using VarMem.Store.DuckDb;
using VarMem.Store.DuckDb.Vectors;

namespace VarMem.Store;

/// <summary>The rows of images in tables image and image_statistic.</summary>
static class ImageRows
{
    public static void Append(DuckDbConnection connection, IEnumerable<ImageRow> images)
    {
        ImageRow[] ordered = [.. images.OrderBy(image => image.ImageId)];
        AppendStatistics(connection, ordered);
        using var appender = connection.CreateAppender("image");
        var now = Temporal.ToMicroseconds(DateTime.UtcNow);
        var row = 0;
        foreach (var image in ordered)
        {
            appender.Set<int>(0, row, image.ImageId);
            appender.SetText(1, row, image.Path);
            appender.Set(2, row, image.ClassId);
            appender.SetText(3, row, image.ClassName);
            appender.SetText(4, row, image.Split);
            appender.Set(5, row, image.Width);
            appender.Set(6, row, image.Height);
            appender.SetText(7, row, image.Sha256);
            appender.Set(8, row, image.TrainRepeats);
            appender.Set(9, row, image.Canary);
            appender.Set<long>(10, row, now);
            row = AppendFull(appender, row + 1);
        }
        appender.Append(row);
        appender.Complete();
    }

    static void AppendStatistics(DuckDbConnection connection, IEnumerable<ImageRow> images)
    {
        using var appender = connection.CreateAppender("image_statistic");
        var row = 0;
        foreach (var image in images)
        {
            if (image.Statistics is not { } statistics) continue;
            appender.Set<int>(0, row, image.ImageId);
            appender.Set<double>(1, row, statistics.LuminanceMean);
            appender.Set<double>(2, row, statistics.LuminanceVariance);
            appender.Set<double>(3, row, statistics.Colourfulness);
            appender.Set<double>(4, row, statistics.EdgeDensity);
            appender.Set<double>(5, row, statistics.HighFrequency);
            appender.Set<double>(6, row, statistics.Entropy);
            appender.Set<double>(7, row, statistics.ConstantArea);
            appender.Set<int>(8, row, statistics.CompressedSize);
            row = AppendFull(appender, row + 1);
        }
        appender.Append(row);
        appender.Complete();
    }

    /// <returns>Where the next row goes: a full chunk is appended.</returns>
    internal static int AppendFull(DuckDbAppender appender, int rows)
    {
        if (rows < DuckDbAppender.ChunkRows)
            return rows;
        appender.Append(rows);
        return 0;
    }
}
