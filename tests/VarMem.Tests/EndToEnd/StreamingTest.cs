using System.Diagnostics;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.EndToEnd;

/// <summary>
/// A model larger than the memory that its build and the writing of its untrained twin may take: four blocks of VAR-d30's width, 1.1 GB,
/// of which none is in the file.
/// </summary>
public class StreamingTest : ProgramTest
{
    const long HeapLimit = 420_000_000;

    static readonly MadeUpModel Wide =
        MadeUpModel.Published(30) with { Transformer = MadeUpModel.Published(30).Transformer with { Depth = 4 } };

    [Fact]
    public async Task Build_NeverHoldsTheModel()
    {
        var (vqvae, var) = Write();
        await DoInLittleMemory("model", "build", "--vqvae", vqvae, "--var", var, "--out", Folder.File("m"));
        Assert.Equal(
            Wide.Transformer with { PatchNums = [] },
            ModelFolder.Open(Folder.File("m")).Description.Transformer!.Architecture with { PatchNums = [] });
    }

    [Fact]
    public async Task Untrained_NeverHoldsTheModel()
    {
        Write();
        await DoInLittleMemory("model", "untrained", Folder.Path, "--out", Folder.File("u/m"));
        Assert.True(new FileInfo(Folder.File("u/m/var.safetensors")).Length > 2.5 * HeapLimit);
    }

    (string Vqvae, string Var) Write()
    {
        var vqvae = MadeUpFile.WriteSafetensors(Folder.File("vqvae.safetensors"), Wide.TokenizerTensors, sparse: true);
        var var = MadeUpFile.WriteSafetensors(Folder.File("var.safetensors"), Wide.TransformerTensors, sparse: true);
        Assert.True(new FileInfo(var).Length > 2.5 * HeapLimit);
        return (vqvae, var);
    }

    static async Task DoInLittleMemory(params string[] line)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "varmem.dll"), .. line])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_GCHeapHardLimit"] = $"{HeapLimit:x}" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
        Assert.DoesNotContain("error", error, StringComparison.Ordinal);
        Assert.Contains("depth 4, width 1920, 30 heads", await output, StringComparison.Ordinal);
    }
}
