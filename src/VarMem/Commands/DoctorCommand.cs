using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using VarMem.Charts;
using VarMem.Models.Scoring;
using VarMem.Pipeline.Images;
using VarMem.Store.DuckDb;
using VarMem.Terminal;

namespace VarMem.Commands;

/// <summary><c>varmem doctor</c>: what this installation is made of and whether each part works.</summary>
static class DoctorCommand
{
    public static Verb Create() => new Verb("doctor", "Versions, devices, native libraries and where each was found.", "varmem doctor").Does((_, _) =>
    {
        var broken = 0;
        Output.Facts(
            ("varmem", $"{typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}, {AppContext.BaseDirectory}"),
            (".NET", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} cores, {Output.Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} memory"),
            ("ONNX Runtime", Check(() => $"{OrtEnv.Instance().GetVersionString()}, devices: {string.Join(", ", OrtEnv.Instance().GetAvailableProviders().Select(p => p.Replace("ExecutionProvider", "")))}", "onnxruntime")),
            ("CUDA", Check(() => CudaProvider.Missing is { } lack ? $"no: {lack.What}; {lack.Remedy}" : "yes")),
            ("DuckDB", Check(() => new DuckDbConnection().ServerVersion, "duckdb")),
            ("libvips", Check(() => ImageLibrary.Version, "vips")),
            ("Node.js", Check(() => ChartRenderer.NodeVersion())));
        return broken == 0 ? CommandLine.Done : CommandLine.Failed;

        string Check(Func<string> version, string? library = null)
        {
            try
            {
                return library is null ? version() : $"{version()}, {Loaded(library)}";
            }
            catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or ChartException or OnnxRuntimeException)
            {
                broken++;
                return $"NOT WORKING: {e.GetBaseException().Message}";
            }
        }
    });

    /// <summary>The file that a loaded native library came from.</summary>
    static string Loaded(string library) =>
        Process.GetCurrentProcess().Modules.Cast<ProcessModule>().FirstOrDefault(module => module.ModuleName.Contains(library, StringComparison.OrdinalIgnoreCase))?.FileName ?? "loaded";
}
