using System.Diagnostics;
using VarMem.Models.Var;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.EndToEnd;

/// <summary>A model larger than the memory that its build may take: four blocks of VAR-d30's width, 1.1 GB, of which none is in the file.</summary>
public class StreamingTest : ProgramTest
{
    const long HeapLimit = 420_000_000;

    [Fact]
    public async Task Build_NeverHoldsTheModel()
    {
        var d30 = MadeUpModel.Published(30);
        var vqvae = MadeUpFile.WriteSafetensors(Folder.File("vqvae.safetensors"), MadeUpTokenizer.Tensors(d30.Tokenizer), sparse: true);
        var var = MadeUpFile.WriteSafetensors(
            Folder.File("var.safetensors"), MadeUpTransformer.Tensors(d30.Transformer with { Depth = 4 }), sparse: true);
        Assert.True(new FileInfo(var).Length > 2.5 * HeapLimit);

        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "varmem.dll"), "model", "build", "--vqvae", vqvae, "--var", var, "--out", Folder.File("m")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_GCHeapHardLimit"] = $"{HeapLimit:x}" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, error));
        Assert.Contains("depth 4, width 1920, 30 heads", await output, StringComparison.Ordinal);
        Assert.Equal(d30.Transformer with { Depth = 4, PatchNums = [] },
            ModelFolder.Open(Folder.File("m")).Description.Transformer!.Architecture with { PatchNums = [] });
    }
}
