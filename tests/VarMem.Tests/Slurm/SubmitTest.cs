using VarMem.Slurm;

namespace VarMem.Tests.Slurm;

/// <summary>What submit.sh asks of Slurm, whose commands are the caller's side here.</summary>
public sealed class SubmitTest : IDisposable
{
    readonly TempFolder _folder = new();
    readonly string _jobs, _database;

    public SubmitTest()
    {
        _jobs = _folder.File("a user's/jobs");
        _database = _folder.File("a user's/d16.duckdb");
        SlurmFolder.Write(new SlurmJob
        {
            Folder = _jobs,
            Database = _database,
            Shards = 3,
            Program = ["varmem"],
            Options = [],
            WorkingFolder = _folder.Path,
        });
        Shell.Command(_folder, "squeue", "cat queue 2> /dev/null; echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1");
        Shell.Command(_folder, "sbatch", """
            printf '%s\n' "$@" | paste -sd '|' >> asked
            echo "$((100 + $(wc -l < asked)));cluster"
            """);
    }

    [Fact]
    public void Submit_AtFirst_AsksForAllShardsAndTheMergeBehind()
    {
        Assert.Equal((0, $"job 101 extracts 3 of 3 shards: 1,2,3\njob 102 merges and analyzes them into {_database}\n"), Submit());
        Assert.Equal(
            [$"--parsable|--array=1,2,3|{_jobs}/extract.sbatch", $"--parsable|--dependency=afterok:101|--kill-on-invalid-dep=yes|{_jobs}/merge.sbatch"],
            Asked);
    }

    [Fact]
    public void Submit_AfterAFailure_AsksForTheOthers()
    {
        Complete(1, 3);
        File.Delete($"{_jobs}/shards/shard-003-of-003.duckdb"); // its mark alone is no shard
        _folder.Write("a user's/jobs/shards/shard-002-of-003.duckdb", "");
        _folder.Write("a user's/jobs/merged.done", ""); // of shards that there were before
        Assert.Equal(0, Submit().ExitCode);
        Assert.Equal($"--parsable|--array=2,3|{_jobs}/extract.sbatch", Asked[0]);
        Assert.False(File.Exists($"{_jobs}/merged.done"));
    }

    [Fact]
    public void Submit_WithAllShards_AsksForTheMergeAlone()
    {
        Complete(1, 2, 3);
        Assert.Equal((0, $"job 101 merges and analyzes them into {_database}\n"), Submit());
        Assert.Equal([$"--parsable|{_jobs}/merge.sbatch"], Asked);
    }

    [Fact]
    public void Submit_WithTheResult_AsksForNothing()
    {
        Complete(1, 2, 3);
        _folder.Write("a user's/jobs/analyzed.done", "");
        File.WriteAllText(_database, "");
        Assert.Equal((0, $"{_database} is complete\n"), Submit());
        Assert.Empty(Asked);
    }

    [Fact]
    public void Submit_WhileJobsAreInTheQueue_IsRefused()
    {
        Assert.Equal(0, Submit().ExitCode);
        _folder.Write("queue", "101_2 running\n");
        Assert.Equal((1, "job 101 (extract) is in the queue: wait for its end (squeue --me), or stop it (scancel)\n"), Submit());
        Assert.Equal(2, Asked.Length);
        File.Delete(_folder.File("queue"));
        Assert.Equal(0, Submit().ExitCode);
        Assert.Equal(4, Asked.Length);
    }

    [Fact]
    public void Submit_RefusedBySlurm_SubmitsNoMerge()
    {
        Shell.Command(_folder, "sbatch", "echo \"$@\" >> asked; echo 'sbatch: error: invalid partition specified: gpu' >&2; exit 1");
        Assert.Equal((1, "sbatch: error: invalid partition specified: gpu\n"), Submit());
        Assert.Single(Asked);
        Assert.False(File.Exists($"{_jobs}/extract.job"));
    }

    string[] Asked => File.Exists(_folder.File("asked")) ? File.ReadAllLines(_folder.File("asked")) : [];

    (int ExitCode, string Said) Submit() => Shell.Run(_folder, $"{_jobs}/submit.sh");

    void Complete(params int[] shards)
    {
        foreach (var shard in shards)
            foreach (var ending in (ReadOnlySpan<string>)["duckdb", "done"])
                _folder.Write($"a user's/jobs/shards/shard-00{shard}-of-003.{ending}", "");
    }

    public void Dispose() => _folder.Dispose();
}
