using System.Diagnostics;
using System.Formats.Tar;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Sources.Shards;
using VarMem.Pipeline.Statistics;
using VarMem.Pipeline.Views;

namespace VarMem.Benchmarks;

/// <summary>The image side alone: files, or members of a tar file, to their hashes, to crops, and to crops and statistics.</summary>
static class ImagesBenchmark
{
    const int Side = 32;

    public static int Run(string[] args)
    {
        var workers = args is [var text, ..] ? int.Parse(text) : 1;
        var files = ImageManifest.Open(Path.Combine(Emoji.Folder, "manifest.csv"));
        var shard = Path.Combine(Path.GetTempPath(), $"varmem-images-{Environment.ProcessId}.tar");
        try
        {
            TarFile.CreateFromDirectory(files.Folder, shard, includeBaseDirectory: false);
            var members = ImageShards.Open([shard]);
            foreach (var _ in Enumerable.Range(0, 3)) // in turns, for the first run compiles
                foreach (var (source, name) in (ReadOnlySpan<(ImageSource, string)>)[(files, "files"), (members, "tar file")])
                {
                    Time(source, $"{name}, read and hashed", Columns.Sha256);
                    Time(source, $"{name}, crops", Columns.Crops, Columns.Sha256);
                    Time(source, $"{name}, crops and statistics", Columns.Crops, Columns.Sha256, Columns.Statistics);
                }
        }
        finally
        {
            File.Delete(shard);
        }
        return 0;

        void Time(ImageSource source, string what, params string[] columns)
        {
            var view = new LoadImages()
                .Append(new ResizeImages(Side, Columns.Fitted)).Append(new MeasureImages(Side))
                .Append(new ResizeImages(40)).Append(new CropImages(new CropOptions { Side = Side }))
                .Fit(source).Transform(source).Prefetch(workers, 32);
            var clock = Stopwatch.StartNew();
            using var cursor = view.GetRowCursor(columns);
            var images = 0;
            while (cursor.MoveNext()) images++; // the workers compute every column asked for
            Console.WriteLine($"{images} images, {images / clock.Elapsed.TotalSeconds:0} images/s with {workers} worker: {what}");
        }
    }
}
