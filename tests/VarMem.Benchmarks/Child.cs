using System.Diagnostics;

namespace VarMem.Benchmarks;

/// <summary>Processes of the program, or of the benchmarks themselves.</summary>
static class Child
{
    public static string Program => Path.Combine(AppContext.BaseDirectory, "varmem.dll");

    /// <summary>Runs one to its end.</summary>
    /// <param name="assembly">Its DLL.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="sampled">Told of its memory, some fifty times a second.</param>
    public static (TimeSpan Time, long PeakBytes) Run(string assembly, string[] arguments, Action<long>? sampled = null)
    {
        var (clock, peak) = (Stopwatch.StartNew(), 0L);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var said = process.StandardError.ReadToEndAsync();
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            if (process.HasExited) continue;
            peak = Math.Max(peak, process.PeakWorkingSet64);
            sampled?.Invoke(process.WorkingSet64);
        }
        return process.ExitCode == 0
            ? (clock.Elapsed, peak)
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} failed: {said.Result}");
    }
}
