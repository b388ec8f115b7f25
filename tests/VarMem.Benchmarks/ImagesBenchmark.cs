using System.Diagnostics;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Views;

namespace VarMem.Benchmarks;

/// <summary>The image side alone: files to crops.</summary>
static class ImagesBenchmark
{
    public static int Run(string[] args)
    {
        var workers = args is [var text, ..] ? int.Parse(text) : 1;
        var source = ImageManifest.Open(Path.Combine(Emoji.Folder, "manifest.csv"));
        var view = new LoadImages().Append(new ResizeImages(40)).Append(new CropImages(new CropOptions { Side = 32 })).Fit(source).Transform(source).Prefetch(workers, 32);
        var clock = Stopwatch.StartNew();
        using var cursor = view.GetRowCursor(Columns.Crops, Columns.Sha256);
        var crops = cursor.GetGetter<VBuffer<float>>(Columns.Crops);
        VBuffer<float>? values = null;
        var images = 0;
        for (; cursor.MoveNext(); images++) crops(ref values!);
        Console.WriteLine($"{images} images, {8 * images / clock.Elapsed.TotalSeconds:0} crops/s with {workers} worker");
        return 0;
    }
}
