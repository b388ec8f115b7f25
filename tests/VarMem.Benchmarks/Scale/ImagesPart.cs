using System.Diagnostics;
using VarMem.Pipeline;
using VarMem.Pipeline.Images;
using VarMem.Pipeline.Sources;
using VarMem.Pipeline.Statistics;
using VarMem.Pipeline.Views;

namespace VarMem.Benchmarks.Scale;

/// <summary>Photographs to hashes, statistics and eight crops of VAR-d16's side, on one core.</summary>
static class ImagesPart
{
    const int Side = 256, Crops = 8, Copies = 50;

    public static void Measure(Results results, string folder)
    {
        var photographs = Path.Combine(folder, "photographs");
        Directory.CreateDirectory(photographs);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Emoji.Folder, "..", "..", "tests", "reference", "resize"), "*.jpg"))
            for (var i = 0; i < Copies; i++)
                File.Copy(file, Path.Combine(photographs, $"{i}-{Path.GetFileName(file)}"));
        var source = ImageFolder.Open(photographs, labelled: false);
        var view = new LoadImages()
            .Append(new ResizeImages(Side, Columns.Fitted)).Append(new MeasureImages(Side))
            .Append(new ResizeImages(Side * 9 / 8)).Append(new CropImages(new CropOptions { Side = Side, Augmentations = Crops }))
            .Fit(source).Transform(source).Prefetch(1, 32);
        Rate(); // compiles
        results["pipeline_images_per_second"] = Rate();
        results["pipeline_of_scoring"] = results["pipeline_images_per_second"] * Crops / results["scoring_crops_per_second"];

        double Rate()
        {
            var (clock, count) = (Stopwatch.StartNew(), 0);
            using var cursor = view.GetRowCursor(Columns.Crops, Columns.Sha256, Columns.Statistics);
            while (cursor.MoveNext()) count++;
            return count / clock.Elapsed.TotalSeconds;
        }
    }
}
