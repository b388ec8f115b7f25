namespace VarMem.Slurm;

/// <summary>An extraction dealt over the jobs of a Slurm array, with the merge and the analysis behind them.</summary>
sealed record SlurmJob
{
    /// <summary>Absolute path of the folder for scripts, shards and logs, which every node sees.</summary>
    public required string Folder { get; init; }

    /// <summary>Absolute path of the database that the shards are merged into.</summary>
    public required string Database { get; init; }

    public required int Shards { get; init; }

    /// <summary>The words that call VarMem on a node.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>Which activations the merge keeps: all, top or none.</summary>
    public string Keep { get; init; } = "all";

    /// <summary>Options of <c>varmem extract</c> without --db and --shard; paths in them start at <see cref="WorkingFolder"/>.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    public required string WorkingFolder { get; init; }

    /// <summary>GPUs a shard.</summary>
    public int Gpus { get; init; }

    /// <summary>CPUs a job; null for the cluster's default, as everything below.</summary>
    public int? Cpus { get; init; }

    /// <summary>Memory a job, as Slurm has it: 16G.</summary>
    public string? Memory { get; init; }

    /// <summary>Time limit of a job, as Slurm has it: 04:00:00.</summary>
    public string? Time { get; init; }

    public string? Partition { get; init; }

    public string? Account { get; init; }

    /// <summary>Further options of sbatch, each as one types it.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>What the jobs go by in the queue.</summary>
    public string Name => Path.GetFileNameWithoutExtension(Database);

    /// <summary>Digits of a shard's number in its file's name.</summary>
    public int Digits => Math.Max(3, $"{Shards}".Length);
}
