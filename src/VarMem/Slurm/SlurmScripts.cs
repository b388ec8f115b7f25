using static VarMem.Slurm.Bash;

namespace VarMem.Slurm;

/// <summary>
/// The three scripts of a job. A shard is complete when its mark (.done) lies beside its database, so that none of them has to look into
/// one. The program runs as a step (srun), because Slurm signals steps alone ahead of a time limit.
/// </summary>
static class SlurmScripts
{
    /// <summary>The array: each of its jobs extracts one shard.</summary>
    public static string Extract(SlurmJob job) => $$"""
        #!/bin/bash
        #SBATCH --job-name="{{job.Name}}"
        #SBATCH --array=1-{{job.Shards}}
        #SBATCH --output="{{job.Folder}}/logs/shard-%a.log"
        #SBATCH --signal=TERM@120
        {{Resources(job, job.Gpus)}}
        # Extracts one shard. Written by `varmem slurm`; submit.sh submits it.
        set -uo pipefail
        cd {{Quoted(job.WorkingFolder)}} || exit
        folder={{Quoted(job.Folder)}}
        shards={{job.Shards}}
        program={{Bash.Array(job.Program)}}
        options={{Bash.Array(job.Options)}}

        shard=$folder/shards/$(printf 'shard-%0{{job.Digits}}d-of-%0{{job.Digits}}d' "$SLURM_ARRAY_TASK_ID" "$shards")
        if [[ -e $shard.done && -e $shard.duckdb ]]; then
            echo "$shard.duckdb is complete"
            exit 0
        fi

        echo "$(date +'%F %T'): shard $SLURM_ARRAY_TASK_ID of $shards on ${SLURMD_NODENAME:-$(hostname)}, job $SLURM_JOB_ID, start $((${SLURM_RESTART_COUNT:-0} + 1))"
        srun ${SLURM_CPUS_PER_TASK:+--cpus-per-task="$SLURM_CPUS_PER_TASK"} \
            "${program[@]}" extract "${options[@]}" --shard "$SLURM_ARRAY_TASK_ID/$shards" --db "$shard.duckdb"
        status=$?
        if [[ $status -eq 0 ]]; then
            touch "$shard.done"
        elif [[ $status -eq 143 ]]; then # SIGTERM: time is nearly up, and the next start goes on from here
            scontrol requeue "$SLURM_JOB_ID"
        fi
        exit "$status"

        """;

    /// <summary>The job behind the array.</summary>
    public static string Merge(SlurmJob job) => $$"""
        #!/bin/bash
        #SBATCH --job-name="{{job.Name}}-merge"
        #SBATCH --output="{{job.Folder}}/logs/merge.log"
        {{Resources(job, gpus: 0)}}
        # Merges the shards and analyzes them. Written by `varmem slurm`; submit.sh submits it.
        set -euo pipefail
        cd {{Quoted(job.WorkingFolder)}}
        folder={{Quoted(job.Folder)}}
        database={{Quoted(job.Database)}}
        keep={{job.Keep}}
        program={{Bash.Array(job.Program)}}
        step=(srun ${SLURM_CPUS_PER_TASK:+--cpus-per-task="$SLURM_CPUS_PER_TASK"} "${program[@]}")

        echo "$(date +'%F %T'): merge on ${SLURMD_NODENAME:-$(hostname)}, job $SLURM_JOB_ID"
        if [[ ! -e $folder/merged.done || ! -e $database ]]; then
            "${step[@]}" merge --keep "$keep" --db "$database" "$folder"/shards/shard-*-of-{{job.Shards.ToString($"D{job.Digits}")}}.duckdb
            touch "$folder/merged.done"
        fi
        "${step[@]}" analyze --db "$database"
        touch "$folder/analyzed.done"

        """;

    /// <summary>What one runs on the login node, and again after failures.</summary>
    public static string Submit(SlurmJob job) => $$"""
        #!/bin/bash
        # Submits the shards that are not complete, and behind them the merge. Run it again for those that failed. Written by `varmem slurm`.
        set -euo pipefail
        folder={{Quoted(job.Folder)}}
        database={{Quoted(job.Database)}}
        shards={{job.Shards}}

        for work in extract merge; do
            if [[ -e $folder/$work.job && -n $(squeue --noheader --jobs "$(< "$folder/$work.job")" 2> /dev/null) ]]; then
                echo "job $(< "$folder/$work.job") ($work) is in the queue: wait for its end (squeue --me), or stop it (scancel)" >&2
                exit 1
            fi
        done

        open=()
        for ((i = 1; i <= shards; i++)); do
            shard=$folder/shards/$(printf 'shard-%0{{job.Digits}}d-of-%0{{job.Digits}}d' "$i" "$shards")
            [[ -e $shard.done && -e $shard.duckdb ]] || open+=("$i")
        done

        behind=()
        if [[ ${#open[@]} -gt 0 ]]; then
            rm -f "$folder"/{merged,analyzed}.done
            list=$(IFS=,; echo "${open[*]}")
            job=$(sbatch --parsable --array="$list" "$folder/extract.sbatch")
            job=${job%%;*}
            echo "$job" > "$folder/extract.job"
            echo "job $job extracts ${#open[@]} of $shards shards: $list"
            behind=(--dependency="afterok:$job" --kill-on-invalid-dep=yes)
        elif [[ -e $folder/analyzed.done && -e $database ]]; then
            echo "$database is complete"
            exit 0
        fi
        job=$(sbatch --parsable "${behind[@]}" "$folder/merge.sbatch")
        job=${job%%;*}
        echo "$job" > "$folder/merge.job"
        echo "job $job merges and analyzes them into $database"

        """;

    static string Resources(SlurmJob job, int gpus)
    {
        string?[] options =
        [
            "--nodes=1", "--ntasks=1", "--requeue", "--open-mode=append",
            Given("partition", job.Partition), Given("account", job.Account),
            gpus > 0 ? $"--gpus={gpus}" : null,
            Given("cpus-per-task", job.Cpus), Given("mem", job.Memory), Given("time", job.Time),
            .. job.Extra,
        ];
        return string.Join('\n', options.OfType<string>().Select(option => $"#SBATCH {option}"));

        static string? Given(string option, object? value) => value is null ? null : $"--{option}={value}";
    }
}
