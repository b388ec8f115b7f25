using System.Diagnostics;
using System.Text.Json;
using VarMem.Analysis;
using VarMem.Analysis.Activations;
using VarMem.Analysis.Statistics;
using VarMem.Store;

namespace VarMem.Benchmarks.Scale;

/// <summary>Storing and analyzing the report's 8,192 images × 98,304 units, or fewer images, as a table and JSON.</summary>
static class ScaleBenchmark
{
    public static int Run(string[] args)
    {
        var (images, output) = (8192, (string?)null);
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
            var file = Path.Combine(folder.FullName, "scale.duckdb");
            var values = (double)images * MadeUpRun.Units;
            var results = new Dictionary<string, double> { ["images"] = images, ["units"] = MadeUpRun.Units };
            results["copy_bytes_per_second"] = CopyRate();
            results["append_values_per_second"] = values / Append(file, images).TotalSeconds;
            results["bytes_per_value"] = new FileInfo(file).Length / values;
            results["unit_mem_seconds"] = UnitMem(file).TotalSeconds;
            results["analysis_seconds"] = Analyze(file).TotalSeconds;
            results["peak_gib"] = PeakBytes() / (double)(1 << 30);
            if (NumpyPart.Measure(folder.FullName, images) is { } numpy)
                results["numpy_seconds"] = numpy.TotalSeconds;
            foreach (var (key, value) in results)
                Console.WriteLine($"{key,-26} {value,16:N2}");
            if (output is not null)
                File.WriteAllText(output, JsonSerializer.Serialize(results, new JsonSerializerOptions { WriteIndented = true }));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Bytes read a second by copies of 256 MiB that have been touched before.</summary>
    static double CopyRate()
    {
        var (from, to) = (new byte[1 << 28], new byte[1 << 28]);
        from.CopyTo(to, 0);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 4; i++)
            from.CopyTo(to, 0);
        return 4.0 * from.Length / clock.Elapsed.TotalSeconds;
    }

    /// <returns>The time of appending and of the checkpoint, without that of making means up.</returns>
    static TimeSpan Append(string file, int images)
    {
        using var store = ActivationStore.Open(file, MadeUpRun.Description);
        var group = ActivationStore.ValuesPerAppend / MadeUpRun.Units;
        var mu = new float[group * MadeUpRun.Units]; // (images, units)
        var clock = new Stopwatch();
        for (var first = 0; first < images; first += group)
        {
            var count = Math.Min(group, images - first);
            var values = mu.AsSpan(0, count * MadeUpRun.Units);
            MadeUpRun.Fill(first, values);
            clock.Start();
            store.Append([.. Enumerable.Range(first, count).Select(MadeUpRun.Image)], values);
            clock.Stop();
        }
        clock.Start();
        store.Checkpoint();
        return clock.Elapsed;
    }

    /// <summary>Maximum, owner and sum of every unit and split, from the database.</summary>
    static TimeSpan UnitMem(string file)
    {
        var clock = Stopwatch.StartNew();
        using var connection = DatabaseFile.OpenReadOnly(file);
        var images = MeasuredImages.Read(connection);
        using var activations = new ActivationTiles(connection, images.Ids);
        var peaks = new UnitPeaks(images, activations.UnitCount);
        UnitScan.Run(activations, () => [peaks.NewVisitor()]);
        return clock.Elapsed;
    }

    /// <summary>Everything but draws.</summary>
    static TimeSpan Analyze(string file)
    {
        using var connection = DatabaseFile.OpenReadWrite(file);
        var clock = Stopwatch.StartNew();
        Analyzer.Run(connection, new() { Permutations = 0 });
        return clock.Elapsed;
    }

    static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
