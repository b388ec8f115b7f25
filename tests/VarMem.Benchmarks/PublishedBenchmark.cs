using System.Diagnostics;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Benchmarks;

/// <summary>Everything on checkpoints of a published model's shapes: from the two files to means.</summary>
static class PublishedBenchmark
{
    public static int Run(string[] args)
    {
        if (args is ["checkpoints", var depthOf, var target]) return Write(int.Parse(depthOf), target);
        var depth = args is [var given, ..] ? given : "16";
        var folder = args is [_, var named, ..] ? named : Path.Combine("output", $"published-d{depth}");
        var (checkpoints, model) = (Path.Combine(folder, "checkpoints"), Path.Combine(folder, $"d{depth}"));
        if (!Directory.Exists(checkpoints)) Measure(Environment.ProcessPath!, [Assembly, "published", "checkpoints", depth, checkpoints]);

        var (vqvae, var) = (Path.Combine(checkpoints, "vqvae.pth"), Path.Combine(checkpoints, "var.pth"));
        var program = Path.Combine(AppContext.BaseDirectory, "varmem.dll");
        var (time, peak) = Measure(Environment.ProcessPath!, [program, "model", "build", "--vqvae", vqvae, "--var", var, "--out", model]);
        Console.WriteLine(
            $"model build of {new FileInfo(var).Length / 1e9:0.00} + {new FileInfo(vqvae).Length / 1e9:0.00} GB: "
            + $"{time.TotalSeconds:0.0} s, peak memory {peak / 1e9:0.00} GB");
        ScoringBenchmark.Run([model]);
        return ProfileBenchmark.Run([model]);
    }

    static string Assembly => typeof(PublishedBenchmark).Assembly.Location;

    /// <summary>In a folder beside first, so that one that is there is whole.</summary>
    static int Write(int depth, string folder)
    {
        var partial = $"{folder}.partial";
        Directory.CreateDirectory(partial);
        MadeUpModel.Published(depth).WriteTorch(partial);
        Directory.Move(partial, folder);
        return 0;
    }

    /// <summary>Runs a process to its end.</summary>
    static (TimeSpan Time, long PeakBytes) Measure(string program, string[] arguments)
    {
        var (clock, peak) = (Stopwatch.StartNew(), 0L);
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            if (!process.HasExited) peak = Math.Max(peak, process.PeakWorkingSet64);
        }
        return process.ExitCode == 0 ? (clock.Elapsed, peak) : throw new InvalidOperationException($"{string.Join(' ', arguments)} failed");
    }
}
