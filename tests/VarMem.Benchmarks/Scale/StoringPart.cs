using System.Diagnostics;
using VarMem.Analysis;
using VarMem.Analysis.Activations;
using VarMem.Analysis.Statistics;
using VarMem.Store;

namespace VarMem.Benchmarks.Scale;

/// <summary>Made-up means into a database, the analysis of them, and NumPy on the same means.</summary>
static class StoringPart
{
    public static void Measure(Results results, string folder, int images)
    {
        var (file, values) = (Path.Combine(folder, "scale.duckdb"), (double)images * MadeUpRun.Units);
        results["append_values_per_second"] = values / MadeUpRun.Append(file, MadeUpRun.Description, 0, images).TotalSeconds;
        results["bytes_per_value"] = new FileInfo(file).Length / values;
        results["unit_mem_seconds"] = UnitMem(file).TotalSeconds;
        results["analysis_seconds"] = Analyze(file).TotalSeconds;
        results["peak_gib"] = PeakBytes() / (double)(1 << 30);
        if (NumpyPart.Measure(folder, images) is not { } numpy) return;
        results["numpy_seconds"] = numpy.TotalSeconds;
        results["unit_mem_of_numpy"] = results["unit_mem_seconds"] / numpy.TotalSeconds;
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
