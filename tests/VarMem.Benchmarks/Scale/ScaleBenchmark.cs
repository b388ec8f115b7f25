using System.Text.Json;

namespace VarMem.Benchmarks.Scale;

/// <summary>
/// A run of the report's size, 8,192 images × 98,304 units of VAR-d16, in its parts: each rate beside what the machine gives for plain
/// products and copies. As a table, JSON and a chart of where the time of the whole run goes.
/// </summary>
static class ScaleBenchmark
{
    /// <summary>The report's images and crops of each.</summary>
    const double Images = 8192, Crops = 8;

    public static int Run(string[] args)
    {
        var (images, output) = ((int)Images, (string?)null);
        for (var i = 0; i + 1 < args.Length; i += 2)
            (images, output) = args[i] switch
            {
                "--images" => (int.Parse(args[i + 1]), output),
                "--out" => (images, args[i + 1]),
                var other => throw new ArgumentException($"{other}: expected --images n or --out FILE.json"),
            };

        var folder = Directory.CreateTempSubdirectory("varmem-scale");
        try
        {
            var results = new Results { ["images"] = images, ["units"] = MadeUpRun.Units };
            NetworkPart.Measure(results);
            ImagesPart.Measure(results, folder.FullName);
            MemoryPart.Measure(results, folder.FullName);
            StoringPart.Measure(results, folder.FullName, images);
            MergePart.Measure(results, folder.FullName, images);
            Console.WriteLine();
            foreach (var (key, value) in results.InOrder)
                Console.WriteLine($"{key,-34} {value,16:N2}");
            if (output is null) return 0;
            File.WriteAllText(output, JsonSerializer.Serialize(results.InOrder.ToDictionary(), new JsonSerializerOptions { WriteIndented = true }));
            TimeChart.Draw(Hours(results), Path.ChangeExtension(output, ".png"));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Where the report's run would spend its time on this machine.</summary>
    static IEnumerable<(string Part, double Seconds)> Hours(Results results)
    {
        var (passes, means, of) = (Images * Crops, Images * MadeUpRun.Units, Images / results["images"]);
        var encoder = passes / results["encoder_crops_per_second"];
        return
        [
            ("encoder", encoder),
            ("transformer and hooks", passes / results["scoring_crops_per_second"] - encoder),
            ("images, on one core", Images / results["pipeline_images_per_second"]),
            ("append", means / results["append_values_per_second"]),
            ("analysis", results["analysis_seconds"] * of),
        ];
    }
}
