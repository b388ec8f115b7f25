using System.Diagnostics;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Statistics;
using VarMem.Pipeline.Views;

namespace VarMem.Benchmarks;

/// <summary>The image side alone: files to crops, and to crops and statistics.</summary>
static class ImagesBenchmark
{
    const int Side = 32;

    public static int Run(string[] args)
    {
        var workers = args is [var text, ..] ? int.Parse(text) : 1;
        var source = ImageManifest.Open(Path.Combine(Emoji.Folder, "manifest.csv"));
        var view = new LoadImages()
            .Append(new ResizeImages(Side, Columns.Fitted)).Append(new MeasureImages(Side))
            .Append(new ResizeImages(40)).Append(new CropImages(new CropOptions { Side = Side }))
            .Fit(source).Transform(source).Prefetch(workers, 32);
        Time(view, "crops", Columns.Crops, Columns.Sha256);
        Time(view, "crops and statistics", Columns.Crops, Columns.Sha256, Columns.Statistics);
        return 0;

        void Time(IDataView view, string what, params string[] columns)
        {
            var clock = Stopwatch.StartNew();
            using var cursor = view.GetRowCursor(columns);
            var crops = cursor.GetGetter<VBuffer<float>>(Columns.Crops);
            VBuffer<float>? values = null;
            var images = 0;
            for (; cursor.MoveNext(); images++) crops(ref values!);
            Console.WriteLine($"{images} images, {8 * images / clock.Elapsed.TotalSeconds:0} crops/s with {workers} worker: {what}");
        }
    }
}
