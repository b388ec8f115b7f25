using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace VarMem.Benchmarks.Scale;

/// <summary>NumPy's maximum, arg max and mean of every unit over the same means, memory-mapped.</summary>
static class NumpyPart
{
    const string Script = """
        import sys, time, numpy
        mu = numpy.memmap(sys.argv[1], dtype='float32', mode='r', shape=(int(sys.argv[2]), int(sys.argv[3])))
        start = time.perf_counter()
        mu.max(axis=0), mu.argmax(axis=0), mu.mean(axis=0)
        print(time.perf_counter() - start)
        """;

    /// <returns>Null where there is no python3 with NumPy.</returns>
    public static TimeSpan? Measure(string folder, int images)
    {
        if (Python("import numpy") is null)
            return null;
        var file = Path.Combine(folder, "mu.f32");
        using (var stream = File.Create(file))
        {
            var mu = new float[MadeUpRun.Units];
            for (var image = 0; image < images; image++)
            {
                MadeUpRun.Fill(image, mu);
                stream.Write(MemoryMarshal.AsBytes<float>(mu)); // (images, units)
            }
        }
        return Python(Script, file, $"{images}", $"{MadeUpRun.Units}") is { } seconds ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) : null;
    }

    static string? Python(string script, params string[] arguments)
    {
        try
        {
            // Debian's own: python3-numpy belongs to it, whatever other python3 comes first on the PATH.
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
