#!/bin/bash
# Submits the shards that are not complete, and behind them the merge. Run it again for those that failed. Written by `varmem slurm`.
set -euo pipefail
folder=/data/d16.duckdb.slurm
database=/data/d16.duckdb
shards=64

for work in extract merge; do
    if [[ -e $folder/$work.job && -n $(squeue --noheader --jobs "$(< "$folder/$work.job")" 2> /dev/null) ]]; then
        echo "job $(< "$folder/$work.job") ($work) is in the queue: wait for its end (squeue --me), or stop it (scancel)" >&2
        exit 1
    fi
done

open=()
for ((i = 1; i <= shards; i++)); do
    shard=$folder/shards/$(printf 'shard-%03d-of-%03d' "$i" "$shards")
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
