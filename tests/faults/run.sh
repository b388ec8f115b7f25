#!/usr/bin/env bash
# Faults that a test without root cannot bring about: a full disk, on a small file system of its own, and a clock that jumps. Everything is
# in a temporary folder and gone at the end. A command that fails must say which database and what to do and leave one that opens; given
# again, it must end with what an undisturbed one ends with, row for row.
#
#   tests/faults/run.sh [--install] [--log FILE]
#
# --install fetches faketime with apt where it is missing; without it the clock's part is left out. Exit code 77: skipped. Needs root, for
# the loop mount.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

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

[[ $EUID -eq 0 ]] || skip "needs root, for the loop mount"
command -v mkfs.ext4 > /dev/null || skip "no mkfs.ext4 here"
folder=$(mktemp -d)
disk=$folder/disk
running=
trap '[[ -z $running ]] || kill -9 $running 2> /dev/null; umount "$disk" 2> /dev/null; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
mkdir "$disk"
truncate -s 64M "$folder/disk.img"
mkfs.ext4 -q -m 0 "$folder/disk.img"
mount -o loop "$folder/disk.img" "$disk" 2> /dev/null || skip "cannot mount a loop device here"

dotnet build "$repository/src/VarMem" -c Release -v quiet -nologo
program=$repository/artifacts/bin/VarMem/release/varmem
varmem() { "$program" "$@"; }
cd "$folder"
varmem model build --vqvae "$repository/models/emoji/vqvae.pth" --var "$repository/models/emoji/var.pth" --out model > /dev/null

passed=0 failed=0 problem=
# Ends a case: passed unless something was wrong with it, and the disk empty for the next.
case_over() {
    if [[ -z $problem ]]; then say "passed: $1"; passed=$((passed + 1))
    else say "FAILED: $1: $problem"; failed=$((failed + 1)); cat err; fi
    problem=
    find "$disk" -type f -delete
}
wrong() { problem+="${problem:+; }$1"; }
# Leaves this many bytes of the disk, or nearly.
fill() { fallocate -l $(($(df --output=avail -B1 "$disk" | tail -1) - $1)) "$disk/ballast"; }
rows() { varmem sql --db "$1" --format csv "SELECT count(*) FROM $2" | tail -1; }
images() { rows "$1" image; }
# The command ended as one does on a full disk, with the message about this database.
must_have_failed() {
    local code=$1 database=$2
    [[ $code -eq 1 ]] || wrong "exit code $code, expected 1"
    [[ $(grep -c '^error: ' err) -eq 1 && $(tail -1 err) == error:*"'$database'"*"No space left on device"*"is the disk full?"*"the same command"* ]] \
        || wrong "its last line is no message that names $database and says what to do"
}
must_open() { images "$1" > /dev/null 2>> err || wrong "$1 does not open afterwards"; }
must_equal() { "$repository/tests/slurm/compare.sh" "$program" "$1" "$2" >> err 2>&1 || wrong "$2 is not equal to $1"; }

# extract_full NAME LEFT EXPECTED OPTION…: the disk is filled up to LEFT bytes when the extraction has found room enough and begins.
# Sets kept: images in the database behind the failure, - where the room sufficed; and full: the file that found no room, or none.
extract_full() {
    local name=$1 left=$2 expected=$3 code=0
    shift 3
    local command=(extract --model model --manifest "$repository/models/emoji/manifest.csv" --augmentations 1 --threads 1 --device cpu "$@" --db "$disk/a.duckdb")
    : > err
    varmem "${command[@]}" 2> err & running=$!
    until grep -q 'of disk' err || ! kill -0 $running 2> /dev/null; do sleep 0.02; done
    fill "$left"
    wait $running || code=$?
    running= kept=-
    full=$(grep -o 'write file "[^"]*' err | sed 's|.*/||' | head -1) || full=none
    if [[ $code -ne 0 ]]; then
        must_have_failed $code "$disk/a.duckdb"
        must_open "$disk/a.duckdb"
        kept=$(images "$disk/a.duckdb") || kept=?
    fi
    rm "$disk/ballast"
    varmem "${command[@]}" 2>> err || wrong "fails with room, too"
    must_equal "$expected" "$disk/a.duckdb"
    case_over "$name, $left bytes left: no room in $full, images kept $kept"
}
undisturbed() { varmem extract --model model --manifest "$repository/models/emoji/manifest.csv" --augmentations 1 --threads 1 --device cpu "$@" 2> err; }

many=(--per-class 3 --per-scale) # values enough for a commit of ten images or more to go into the file
few=(--hooks 'blocks.*.attn.proj' --limit 150) # so few that every commit goes into the log
say "extract: appends"
undisturbed --db all.duckdb "${many[@]}"
undisturbed --db few.duckdb "${few[@]}"
declare -A found=([a.duckdb]=0 [a.duckdb.wal]=0 [none]=0) # how often the file, or its log, found no room
for left in 50000 3000000 6000000; do extract_full "extract, many values" $left all.duckdb "${many[@]}"; found[$full]=$((found[$full] + 1)); done
for left in 50000 1500000; do extract_full "extract, few values" $left few.duckdb "${few[@]}"; found[$full]=$((found[$full] + 1)); done
[[ ${found[a.duckdb]} -gt 0 && ${found[a.duckdb.wal]} -gt 0 ]] || wrong "not both the file and its log found no room"
case_over "no room for an append in the file ${found[a.duckdb]} times, in its log ${found[a.duckdb.wal]} times"

say "extract: the checkpoint at the end, from a log that still had room"
all=$(images few.duckdb) hits=0
log=$((12 * $(rows few.duckdb activation))) # bytes: image_id, unit_id and mu of each row
for left in $((log * 21 / 20)) $((log * 23 / 20)); do
    extract_full "extract, checkpoint" $left few.duckdb "${few[@]}"
    [[ $kept != "$all" ]] || hits=$((hits + 1))
done
[[ $hits -gt 0 ]] || wrong "no size left had the checkpoint fail"
case_over "a checkpoint failed behind the last of $all images $hits times"

say "analyze"
cp all.duckdb analyzed.duckdb
varmem analyze --db analyzed.duckdb --permutations 100 > sentences 2> err
for left in 10000 1000000; do
    code=0
    cp all.duckdb "$disk/a.duckdb"
    fill $left
    varmem analyze --db "$disk/a.duckdb" --permutations 100 > /dev/null 2> err || code=$?
    must_have_failed $code "$disk/a.duckdb"
    must_open "$disk/a.duckdb"
    must_equal all.duckdb "$disk/a.duckdb"
    rm "$disk/ballast"
    varmem analyze --db "$disk/a.duckdb" --permutations 100 2>> err | cmp -s sentences || wrong "says something else with room"
    must_equal analyzed.duckdb "$disk/a.duckdb"
    case_over "analyze, $left bytes left"
done

say "merge: into a new file, and in place of an earlier merge"
shards=()
for i in 1 2 3; do
    undisturbed --db "shard$i.duckdb" "${many[@]}" --shard "$i/3"
    shards+=("shard$i.duckdb")
done
varmem merge "${shards[@]}" --db merged.duckdb 2> err
for left in 10000 3000000; do
    for earlier in false true; do
        code=0
        if $earlier; then cp merged.duckdb "$disk/a.duckdb"; fi
        fill $left
        varmem merge "${shards[@]}" --db "$disk/a.duckdb" 2> err || code=$?
        must_have_failed $code "$disk/a.duckdb"
        if $earlier; then must_equal merged.duckdb "$disk/a.duckdb"; fi
        rm "$disk/ballast"
        [[ $(find "$disk" -type f | wc -l) -eq $($earlier && echo 1 || echo 0) ]] || wrong "left files behind"
        varmem merge "${shards[@]}" --db "$disk/a.duckdb" 2>> err || wrong "fails with room, too"
        must_equal merged.duckdb "$disk/a.duckdb"
        case_over "merge, $left bytes left$($earlier && echo ", in place of an earlier one")"
    done
done

# The wall clock alone jumps: the monotonic one, which no date setting moves, goes on.
if $install && ! command -v faketime > /dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends faketime > /dev/null
fi
library=$(find /usr/lib -name libfaketimeMT.so.1 2> /dev/null | head -1)
if [[ -z $library ]]; then say "skipped: the clock's jumps; no libfaketime here, tests/faults/run.sh --install fetches it"
else
    say "clock jumps: $library"
    echo +0 > clock
    LD_PRELOAD=$library FAKETIME_TIMESTAMP_FILE=$folder/clock FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 \
        "$program" extract --model model --manifest "$repository/models/emoji/manifest.csv" --augmentations 1 --threads 1 --device cpu "${few[@]}" --db jumped.duckdb 2> err & running=$!
    until grep -q 'of disk' err || ! kill -0 $running 2> /dev/null; do sleep 0.02; done
    for jump in -3d +400d -20y +0; do
        sleep 1
        echo "$jump" > clock.new && mv clock.new clock
    done
    wait $running || wrong "exit code $?"
    running=
    grep -E '^scoring|new in' err
    ! grep -qE -- '-[0-9]|NaN|error' <(grep -E '^scoring|new in|^error' err) || wrong "says a time or rate that cannot be"
    must_equal few.duckdb jumped.duckdb
    days=$(varmem sql --db jumped.duckdb --format csv "SELECT date_diff('day', min(done_at), max(done_at)) FROM image" | tail -1)
    [[ $days -ge 1 ]] || wrong "no jump between two commits"
    case_over "extract with its clock set back 3 days, on 400 days and back 20 years; its images are up to $days days apart"
fi

say "$(nproc) cores"
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
