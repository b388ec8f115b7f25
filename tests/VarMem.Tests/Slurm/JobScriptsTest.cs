using VarMem.Slurm;

namespace VarMem.Tests.Slurm;

/// <summary>What the jobs' scripts do on a node. The program is one that tells how it was called and ends as asked.</summary>
public sealed class JobScriptsTest : IDisposable
{
    readonly TempFolder _folder = new();
    readonly string _jobs, _database;

    public JobScriptsTest()
    {
        _jobs = _folder.File("a user's/jobs");
        _database = _folder.File("a user's/d16.duckdb");
        Shell.Command(_folder, "srun", """
            [[ $1 != --cpus-per-task=* ]] || { echo "srun $1" >> called; shift; }
            "$@"
            """);
        Shell.Command(_folder, "scontrol", "echo \"scontrol $@\" >> called");
    }

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(1, false, false)]
    [InlineData(2, false, false)]
    [InlineData(137, false, false)]
    [InlineData(143, false, true)]
    public void Extract_ThatEndsWith_MarksOrComesBack(int exitCode, bool done, bool requeued)
    {
        Shell.Command(_folder, "varmem", $"printf '%s\\n' \"$@\" | paste -sd '|' >> called; exit {exitCode}");
        Write();
        Assert.Equal(exitCode, Run("extract.sbatch", ("SLURM_ARRAY_TASK_ID", "8"), ("SLURM_CPUS_PER_TASK", "4")).ExitCode);
        var shard = $"{_jobs}/shards/shard-008-of-010";
        Assert.Equal(
            (string[])["srun --cpus-per-task=4", $"extract|--model|the model|--shard|8/10|--db|{shard}.duckdb", .. requeued ? (string[])["scontrol requeue 77"] : []],
            Called);
        Assert.Equal(done, File.Exists($"{shard}.done"));
    }

    [Fact]
    public void Extract_OfACompleteShard_EndsAtOnce()
    {
        Write();
        _folder.Write("a user's/jobs/shards/shard-008-of-010.duckdb", "");
        _folder.Write("a user's/jobs/shards/shard-008-of-010.done", "");
        Assert.Equal((0, $"{_jobs}/shards/shard-008-of-010.duckdb is complete\n"), Run("extract.sbatch", ("SLURM_ARRAY_TASK_ID", "8")));
        Assert.Empty(Called);
    }

    [Fact]
    public void Merge_MergesOnceAndAnalyzes()
    {
        Shell.Command(_folder, "varmem", "printf '%s\\n' \"$@\" | paste -sd '|' >> called; [[ $1 == merge ]] && touch \"$5\"");
        Write(shards: 2);
        foreach (var shard in (ReadOnlySpan<string>)["shard-001-of-002.duckdb", "shard-002-of-002.duckdb", "shard-002-of-002.duckdb.wal", "shard-001-of-010.duckdb"])
            _folder.Write($"a user's/jobs/shards/{shard}", "");
        string merge = $"merge|--keep|all|--db|{_database}|{_jobs}/shards/shard-001-of-002.duckdb|{_jobs}/shards/shard-002-of-002.duckdb", analyze = $"analyze|--db|{_database}";
        Assert.Equal(1, Run("merge.sbatch").ExitCode); // as the analysis did
        Assert.Equal([merge, analyze], Called);
        Assert.Equal((true, false), (File.Exists($"{_jobs}/merged.done"), File.Exists($"{_jobs}/analyzed.done")));

        Shell.Command(_folder, "varmem", "printf '%s\\n' \"$@\" | paste -sd '|' >> called");
        Assert.Equal(0, Run("merge.sbatch").ExitCode);
        Assert.Equal([merge, analyze, analyze], Called);
        Assert.True(File.Exists($"{_jobs}/analyzed.done"));
    }

    /// <summary>The same shards, merged otherwise: what is there is not what is asked for.</summary>
    [Fact]
    public void Merge_ThatIsToKeepOthers_MergesAgain()
    {
        Shell.Command(_folder, "varmem", "printf '%s\\n' \"$1 $2 $3\" >> called");
        Write(shards: 2);
        _folder.Write($"a user's/jobs/shards/shard-001-of-002.duckdb", "");
        foreach (var mark in (ReadOnlySpan<string>)["merged", "analyzed"]) _folder.Write($"a user's/jobs/{mark}.done", "");
        _folder.Write("a user's/d16.duckdb", "");
        Write(shards: 2);
        Assert.True(File.Exists($"{_jobs}/merged.done"));
        Write(shards: 2, keep: "top");
        Assert.Equal((false, false), (File.Exists($"{_jobs}/merged.done"), File.Exists($"{_jobs}/analyzed.done")));
        Assert.Equal(0, Run("merge.sbatch").ExitCode);
        Assert.Equal(["merge --keep top", $"analyze --db {_database}"], Called);
    }

    [Fact]
    public void Merge_ThatFails_IsNotAnalyzed()
    {
        Shell.Command(_folder, "varmem", "echo \"$1\" >> called; exit 1");
        Write();
        Assert.Equal(1, Run("merge.sbatch").ExitCode);
        Assert.Equal(["merge"], Called);
        Assert.False(File.Exists($"{_jobs}/merged.done"));
    }

    string[] Called => File.Exists(_folder.File("called")) ? File.ReadAllLines(_folder.File("called")) : [];

    void Write(int shards = 10, string keep = "all") => SlurmFolder.Write(new SlurmJob
    {
        Folder = _jobs,
        Database = _database,
        Shards = shards,
        Keep = keep,
        Program = ["varmem"],
        Options = ["--model", "the model"],
        WorkingFolder = _folder.Path,
    });

    (int ExitCode, string Said) Run(string script, params (string, string)[] environment) =>
        Shell.Run(_folder, [("SLURM_JOB_ID", "77"), .. environment], "bash", $"{_jobs}/{script}");

    public void Dispose() => _folder.Dispose();
}
