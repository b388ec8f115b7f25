#!/usr/bin/env bash
# Runs the scripts of `varmem slurm` on a real Slurm: munged, slurmctld and three node daemons on this machine, all of it in a temporary
# folder and gone at the end. A node is killed with what runs on it, a shard's process is killed, one is told to stop, one is cancelled;
# what failed is submitted again, and what comes out must equal a single run row for row.
#
#   tests/slurm/run.sh [--install] [--log FILE]
#
# --install fetches slurm-wlm and munge with apt where they are missing. Exit code 77: skipped. Needs root, for the nodes' namespaces.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
shards=4 per_class=${PER_CLASS:-40} augmentations=${AUGMENTATIONS:-4}

install=false log=
while [[ $# -gt 0 ]]; do
    case $1 in
        --install) install=true ;;
        --log) log=$2; shift ;;
        *) echo "there is no option $1; expected --install or --log FILE" >&2; exit 2 ;;
    esac
    shift
done
[[ -z $log ]] || exec > >(tee "$log") 2>&1

skip() { echo "skipped: $1"; exit 77; }
say() { echo "$(date +%T) $1"; }
fail() { say "FAILED: $1"; exit 1; }

[[ $EUID -eq 0 ]] || skip "needs root, for the nodes' namespaces"
daemons=(munged slurmctld slurmd sbatch)
if $install && ! command -v "${daemons[@]}" > /dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends slurm-wlm munge > /dev/null
fi
for daemon in "${daemons[@]}"; do command -v "$daemon" > /dev/null || skip "no $daemon here; tests/slurm/run.sh --install fetches Slurm"; done
slurmd -h 2>&1 | grep -q -- '-N node' || skip "this slurmd cannot run several times on one machine (built without --enable-multiple-slurmd)"
command -v unshare > /dev/null || skip "no unshare here"

. "$repository/tests/slurm/cluster.sh"
folder=$(mktemp -d)
trap 'stop_cluster; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM

say "$(slurmd -V), $(nproc) cores"
dotnet build "$repository/src/VarMem" -c Release -v quiet -nologo
program=$repository/artifacts/bin/VarMem/release/varmem
varmem() { "$program" "$@"; }

# Spaces and an apostrophe, because paths of users have them.
work="$folder/a user's work"
mkdir "$work"
cd "$work"
varmem model build --vqvae "$repository/models/emoji/vqvae.pth" --var "$repository/models/emoji/var.pth" --out "the model" > /dev/null
options=(--model "the model" --manifest "$repository/models/emoji/manifest.csv" --per-class "$per_class" --augmentations "$augmentations" --threads 1)
varmem extract "${options[@]}" --device cpu --db single.duckdb

start_cluster "$folder/slurm" 3
varmem slurm --shards $shards --cpus 1 --time 30 --db results.duckdb --program "$program" -- "${options[@]}"
jobs=results.duckdb.slurm

# The size of what a shard has written: its database and the log of it.
written() { cat "$jobs/shards/shard-00$1-of-004.duckdb"* 2> /dev/null | wc -c; }
# Waits until a shard is under way, with images committed and more to come.
await_middle() {
    for ((t = 0; t < 600; t++)); do
        [[ $(written "$1") -lt 2000000 ]] || return 0
        sleep 0.1
    done
    fail "shard $1 has not got to its middle in a minute"
}
task() { squeue --noheader --array --states=RUNNING --format=%i | grep "_$1\$"; }
await_end() {
    for ((t = 0; t < 240; t++)); do
        [[ -n $(squeue --noheader) ]] || return 0
        sleep 1
    done
    squeue
    fail "jobs are still in the queue after four minutes"
}
must_be_complete() { for i in "$@"; do [[ -e $jobs/shards/shard-00$i-of-004.done ]] || fail "shard $i is not complete"; done; }
must_be_open() { for i in "$@"; do [[ ! -e $jobs/shards/shard-00$i-of-004.done ]] || fail "shard $i is complete, and should not"; done; }

say "submit.sh"
$jobs/submit.sh
if $jobs/submit.sh 2> /dev/null; then fail "submitted twice"; fi
await_middle 1; await_middle 2; await_middle 3
squeue --array

node=$(squeue --noheader --array --states=RUNNING --format='%i %N' | awk '/_1 / { print $2 }')
say "kill -9: $node, on which shard 1 runs"
kill_node "$node"
say "kill -9: the process of shard 2"
scancel --signal=KILL "$(task 2).0"
say "SIGTERM to shard 3, as ahead of a time limit"
scancel --signal=TERM "$(task 3)"
await_middle 4
say "scancel of shard 4"
scancel "$(task 4)"
for ((t = 0; t < 60; t++)); do
    [[ $(sinfo --noheader --nodes="$node" --format=%T) != *down* ]] || break
    sleep 1
done
sinfo --Node --format='%N %T %E'
say "$node is back"
start_node "$node"
await_end
must_be_complete 1 3
must_be_open 2 4
[[ ! -e $jobs/merged.done ]] || fail "merged without all shards"

say "submit.sh again"
$jobs/submit.sh
await_end
must_be_complete 1 2 3 4

say "the jobs as they ended"
while read -r line; do grep -oE '\b(JobId|Name|JobState|StartTime|EndTime|NodeList|ArrayTaskId|DerivedExitCode)=[^ ]*' <<< "$line" | paste -sd ' '; done < "$folder/slurm/jobs.log"
for file in "$jobs"/logs/*.log; do
    echo "--- ${file##*/}"
    cat "$file"
done

say "compare with the single run"
"$repository/tests/slurm/compare.sh" "$program" single.duckdb "$jobs"/shards/*.duckdb
[[ -e $jobs/analyzed.done ]] || fail "not merged and analyzed"
varmem analyze --db single.duckdb > /dev/null
"$repository/tests/slurm/compare.sh" "$program" single.duckdb results.duckdb
$jobs/submit.sh | grep -q 'is complete' || fail "submitted again what is complete"
say "equal; everything passed"
