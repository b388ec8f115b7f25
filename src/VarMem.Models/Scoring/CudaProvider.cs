using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace VarMem.Models.Scoring;

/// <summary>
/// ONNX Runtime's CUDA provider, which comes in a package of its own, with a runtime built for it, and needs NVIDIA's libraries: whether
/// it can be had here, and how it is set.
/// </summary>
public static partial class CudaProvider
{
    const string Name = "CUDAExecutionProvider";

    /// <summary>
    /// Float32 stays float32: TF32, which cuBLAS would use for it, keeps ten bits of a mantissa. Memory grows by what is asked for.
    /// </summary>
    static readonly Dictionary<string, string> Options = new()
    {
        ["use_tf32"] = "0",
        ["arena_extend_strategy"] = "kSameAsRequested",
        ["cudnn_conv_algo_search"] = "EXHAUSTIVE", // once a shape, and there is one
        ["do_copy_in_default_stream"] = "1",
    };

    static readonly Lazy<Lack?> Loaded = new(Load);

    /// <summary>Why it cannot be used; null where it can.</summary>
    public static Lack? Missing => Loaded.Value;

    /// <summary>What is missing, and what brings it.</summary>
    public sealed record Lack(string What, string Remedy);

    /// <exception cref="ModelException">It cannot be used; the message says what is missing and what brings it.</exception>
    public static void Require()
    {
        if (Missing is { } lack) throw Throw.NoCuda(lack);
    }

    internal static void AppendTo(SessionOptions settings)
    {
        Require();
        using var options = new OrtCUDAProviderOptions();
        options.UpdateOptions(Options);
        settings.AppendExecutionProvider_CUDA(options);
    }

    /// <summary>The GPU's memory, for what stays there between two runs.</summary>
    internal static OrtMemoryInfo Memory => new("Cuda", OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default);

    static string File => Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "onnxruntime_providers_cuda.dll" : "libonnxruntime_providers_cuda.so");

    static Lack? Load()
    {
        const string Remedy = "`dotnet build src/VarMem -c Release -p:Cuda=true` brings it (290 MB, Linux x64)";
        return !System.IO.File.Exists(File) ? new($"ONNX Runtime's CUDA provider, {Path.GetFileName(File)}, is not beside the program", Remedy)
            : !OrtEnv.Instance().GetAvailableProviders().Contains(Name) ? new("the ONNX Runtime beside the program is not built for CUDA", Remedy)
            : MissingOf(File);
    }

    /// <summary>
    /// Loading it by hand first names the library that is missing, whatever the runtime would make of it. Where none is, the loader stops
    /// behind them, at a function of the runtime's own, which only the runtime brings.
    /// </summary>
    static Lack? MissingOf(string file)
    {
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(file));
        }
        catch (DllNotFoundException e) when (e.Message.Contains("Provider_GetHost", StringComparison.Ordinal))
        {
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return OfLoader(e.Message);
        }
        return null;
    }

    /// <summary>In plain words what a loader's message says of libcublasLt.so.13 and its like.</summary>
    internal static Lack OfLoader(string message) => MissingLibrary().Match(message) switch
    {
        { Success: true, Groups: [_, { Value: "libcuda.so.1" }] } =>
            new("the library libcuda.so.1 of NVIDIA's driver is missing", "install the driver, 580 or later"),
        { Success: true, Groups: [_, { Value: var library }] } => new(
            $"the library {library} of {(library.StartsWith("libcudnn", StringComparison.Ordinal) ? "cuDNN 9" : "CUDA 13")} is missing",
            "`apt install cuda-libraries-13-0 cudnn9-cuda-13` from NVIDIA's package source brings it; "
            + "if it is there, put its folder into LD_LIBRARY_PATH"),
        _ => new(message, "`varmem doctor` tells which libraries were found"),
    };

    [GeneratedRegex(@"(lib[\w+-]+\.so[\d.]*): cannot open shared object file")]
    private static partial Regex MissingLibrary();
}
