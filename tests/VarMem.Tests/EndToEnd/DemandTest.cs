using VarMem.Measuring;
using VarMem.Models.Scoring;
using VarMem.Tests.Models.MadeUp;

namespace VarMem.Tests.EndToEnd;

/// <summary>What an extraction says before it begins, and the batch that it takes.</summary>
public class DemandTest : ProgramTest
{
    [Fact]
    public void Extract_SaysWhatItTakes()
    {
        var error = Do($"extract --model {Model} --manifest {Manifest} --limit 5 --augmentations 2 --device cpu --db a.duckdb").Error;
        Assert.Matches(@"^10 images, 20 crops, 46,080 means: about 1\.7 MB of disk \([\d.]+ [GM]B free\)\n", error);
        var perScale = Do($"extract --model {Model} --manifest {Manifest} --limit 5 --crop center --per-scale --device cpu --db b.duckdb").Error;
        Assert.Matches(@"^10 images, 10 crops, 322,560 means: about 3\.0 MB", perScale);
        var scores = Do($"extract --model {Model} --manifest {Manifest} --limit 5 --crop center --unconditional --token-scores --device cpu --db c.duckdb").Error;
        Assert.Matches(@"^10 images, 10 crops, 46,080 means, 960 sums and scores of likelihoods and 1,300 likelihoods of tokens: about 1\.7 MB", scores);
    }

    [Fact]
    public void Auto_SaysWhichDeviceAndWhy()
    {
        var error = Do($"extract --model {Model} --manifest {Manifest} --limit 1 --crop center --db a.duckdb").Error;
        Assert.StartsWith(
            CudaProvider.Missing is { } lack ? $"device cpu: {lack.What}\n" : "device cuda: an NVIDIA GPU and its libraries are there\n",
            error, StringComparison.Ordinal);
    }

    /// <summary>What failed before its first image binds no later run to its settings.</summary>
    [Fact]
    public void Extract_AfterOneThatCouldNotBegin()
    {
        var extract = $"extract --model {Model} --manifest {Manifest} --limit 1 --crop center --device cpu --db a.duckdb";
        var failed = Run(System.Runtime.CompilerServices.FormattableStringFactory.Create($"{extract} --precision bf16 --batch 3"));
        Assert.Equal(1, failed.ExitCode);
        Do(System.Runtime.CompilerServices.FormattableStringFactory.Create(extract));
        using var connection = Open("a.duckdb");
        Assert.Equal(
            ["8", "fp32"], connection.Rows("SELECT value FROM setting WHERE key IN ('batch', 'precision') ORDER BY key", row => row.GetString(0)));
    }

    [Fact]
    public void Demand_BeyondTheDisk_IsRefused()
    {
        var demand = new Demand(1_280_000, 10_240_000, 1_280_000L * 345_600_000);
        var message = Assert.Throws<IOException>(() => demand.Announce(Folder.File("a.duckdb"))).Message;
        Assert.StartsWith($"{Folder.File("a.duckdb")}: the 442,368,000,000,000 means take about 1990656.0 GB of disk, but ", message);
        Assert.EndsWith(
            " are free there; choose fewer layers with --hooks, fewer images with --limit or --per-class, or another disk.", message);
    }

    [Fact]
    public void Batch_FollowsTheTokens()
    {
        var emoji = Network.Open(new NetworkOptions { Path = Model });
        Assert.Equal(8, AutoBatch.Of(emoji, Device.Cpu));
        Assert.Equal(63, AutoBatch.Of(emoji, Device.Cuda));
        var d16 = emoji with { Graph = emoji.Graph with { PatchNums = MadeUpModel.Published(16).Transformer.PatchNums } };
        Assert.Equal(1, AutoBatch.Of(d16, Device.Cpu));
        Assert.Equal(12, AutoBatch.Of(d16, Device.Cuda));
    }
}
