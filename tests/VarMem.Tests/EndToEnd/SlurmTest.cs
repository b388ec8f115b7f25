namespace VarMem.Tests.EndToEnd;

/// <summary><c>varmem slurm</c>, up to where a cluster would go on; tests/slurm/run.sh goes on.</summary>
public class SlurmTest : ProgramTest
{
    [Fact]
    public void Slurm_WritesScriptsWithAbsolutePaths()
    {
        var run = Do($"slurm --shards 3 --db results.duckdb --keep none --mem 4G --sbatch --constraint=a100 --sbatch=--account=lab -- --model {Model} --manifest {Manifest} --limit 5");
        var jobs = Folder.File("results.duckdb.slurm");
        Assert.Equal([$"{jobs}/extract.sbatch", $"{jobs}/merge.sbatch", $"{jobs}/submit.sh", ""], run.Output.Split('\n'));
        Assert.Equal("10 images in 3 shards of about 3; the last of these files submits them\n", run.Error);
        var script = File.ReadAllText($"{jobs}/extract.sbatch");
        foreach (var line in (ReadOnlySpan<string>)[
            $"cd {Folder.Path} || exit", $"folder={jobs}", "shards=3", $"options=(--model {Model} --manifest {Manifest} --limit 5 --device cpu)", "#SBATCH --mem=4G", "#SBATCH --constraint=a100\n#SBATCH --account=lab"])
            Assert.Contains($"\n{line}\n", script, StringComparison.Ordinal);
        Assert.Matches(@"\nprogram=\(/\S+ /\S+/varmem\.dll\)\n", script);
        Assert.Contains("\nkeep=none\n", File.ReadAllText($"{jobs}/merge.sbatch"), StringComparison.Ordinal);
        Assert.True(Directory.Exists($"{jobs}/shards") && Directory.Exists($"{jobs}/logs"));
        if (!OperatingSystem.IsWindows()) Assert.True(File.GetUnixFileMode($"{jobs}/submit.sh").HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void Slurm_WithGpus_ComputesThereUnlessTold()
    {
        Do($"slurm --shards 3 --gpus 1 --db a.duckdb --program bin/varmem --out jobs -- --model {Model} --manifest {Manifest} --limit 5");
        Assert.Contains("--limit 5 --device cuda)\n", File.ReadAllText(Folder.File("jobs/extract.sbatch")), StringComparison.Ordinal);
        Assert.Contains($"\nprogram=({Folder.File("bin/varmem")})\n", File.ReadAllText(Folder.File("jobs/extract.sbatch")), StringComparison.Ordinal);
        Do($"slurm --shards 3 --gpus 1 --db a.duckdb --program varmem --out jobs -- --model {Model} --manifest {Manifest} --limit 5 --device=auto");
        Assert.Contains("--limit 5 --device=auto)\n", File.ReadAllText(Folder.File("jobs/extract.sbatch")), StringComparison.Ordinal);
        Assert.Contains("\nprogram=(varmem)\n", File.ReadAllText(Folder.File("jobs/extract.sbatch")), StringComparison.Ordinal);
    }

    /// <summary>Marks of shards say nothing of the options that these were made with, so that the folder must stay true to them.</summary>
    [Fact]
    public void Slurm_OverShardsOfOtherOptions_IsRefused()
    {
        Do($"slurm --shards 3 --db a.duckdb -- --model {Model} --manifest {Manifest} --limit 5");
        Folder.Write("a.duckdb.slurm/shards/shard-001-of-003.duckdb", "");
        Do($"slurm --shards 3 --db a.duckdb --time 8:00:00 --program varmem -- --model {Model} --manifest {Manifest} --limit 5");
        var jobs = Folder.File("a.duckdb.slurm");
        var text = File.ReadAllText($"{jobs}/extract.sbatch");
        Assert.Contains("#SBATCH --time=8:00:00\n", text, StringComparison.Ordinal);
        var message = $"{jobs} has shards of other options; expected the same ones as before, or another folder with --out";
        Assert.Equal(message, Fails(2, $"slurm --shards 3 --db a.duckdb -- --model {Model} --manifest {Manifest} --limit 6"));
        Assert.Equal(message, Fails(2, $"slurm --shards 4 --db a.duckdb -- --model {Model} --manifest {Manifest} --limit 5"));
        Assert.Equal(message, Fails(2, $"slurm --shards 3 --db b.duckdb --out {jobs} -- --model {Model} --manifest {Manifest} --limit 5"));
        Assert.Equal(text, File.ReadAllText($"{jobs}/extract.sbatch"));
    }

    [Fact]
    public void Slurm_OfWhatExtractRefuses_SaysSo()
    {
        Assert.Equal("11 shards of 10 images; expected an image or more in each",
            Fails(2, $"slurm --shards 11 --db a.duckdb -- --model {Model} --manifest {Manifest} --limit 5"));
        Assert.Contains("There is no class fishes among the 9 classes", Fails(1, $"slurm --shards 3 --db a.duckdb -- --model {Model} --manifest {Manifest} --classes fishes"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));
    }
}
