using VarMem.Models;
using VarMem.Models.Scoring;

namespace VarMem.Tests.Models.Scoring;

/// <summary>What is said where the CUDA provider cannot be loaded.</summary>
public class CudaProviderTest
{
    const string NotFound = "cannot open shared object file: No such file or directory";

    [Theory]
    [InlineData("libcublasLt.so.13", "the library libcublasLt.so.13 of CUDA 13 is missing")]
    [InlineData("libcudnn.so.9", "the library libcudnn.so.9 of cuDNN 9 is missing")]
    public void OfLoader_NamesTheLibraryAndWhatBringsIt(string library, string what)
    {
        var lack = CudaProvider.OfLoader($"{library}: {NotFound}");
        Assert.Equal(what, lack.What);
        Assert.Equal(
            "`apt install cuda-libraries-13-0 cudnn9-cuda-13` from NVIDIA's package source brings it; "
            + "if it is there, put its folder into LD_LIBRARY_PATH", lack.Remedy);
    }

    [Fact]
    public void OfLoader_Driver() => Assert.Equal(
        new CudaProvider.Lack("the library libcuda.so.1 of NVIDIA's driver is missing", "install the driver, 580 or later"),
        CudaProvider.OfLoader($"Unable to load shared library: libcuda.so.1: {NotFound}"));

    [Fact]
    public void OfLoader_AnythingElse_IsShown() => Assert.Equal("invalid ELF header", CudaProvider.OfLoader("invalid ELF header").What);

    [Fact]
    public void Require_SaysWhatIsMissing()
    {
        if (CudaProvider.Missing is not { } lack)
        {
            CudaProvider.Require();
            return;
        }
        Assert.Equal(
            $"--device cuda cannot be used: {lack.What}; {lack.Remedy}. --device cpu works without.",
            Assert.Throws<ModelException>(CudaProvider.Require).Message);
    }
}
