#!/usr/bin/env bash
# compare.sh PROGRAM EXPECTED FOUND…: every table of EXPECTED has the rows that the databases FOUND have together, each as often, but for
# the times at which they were written. Rows that every shard repeats count once, and the settings that say which shard it is, or that it is
# merged, not at all.
set -euo pipefail
program=$1 expected=$2
shift 2

attach= i=0
for file in "$@"; do attach+="ATTACH '${file//\'/\'\'}' AS found$((i++)) (READ_ONLY); "; done
query() { "$program" sql --db "$expected" "$attach$1" | tail -n +3; }

# One query for all tables: a process takes longer to start than most tables to compare.
compared=
for table in $(query "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY ALL"); do
    columns="SELECT COLUMNS(c -> c NOT IN ('done_at', 'failed_at')) FROM" found= only=
    case $table in
        activation* | image | image_statistic | failure | likelihood | membership_score | token_score) together="UNION ALL" ;;
        *) together="UNION" ;;
    esac
    for ((f = 0; f < i; f++)); do found+="${found:+ $together }($columns found$f.$table)"; done
    if [[ $table == setting ]]; then only="WHERE key NOT IN ('shard', 'shard_images', 'merged', 'merged_images')"; fi
    compared+="${compared:+ UNION ALL }(WITH wanted AS ($columns $table $only), found AS (FROM ($found) $only) SELECT concat_ws(' ', '$table', (SELECT count(*) FROM wanted),
        (SELECT count(*) FROM (FROM wanted EXCEPT ALL FROM found)), (SELECT count(*) FROM (FROM found EXCEPT ALL FROM wanted))))"
done
[[ -n $compared ]]
query "$compared" | {
    equal=true
    while read -r table rows lacking surplus; do
        echo "$table: $rows rows, $lacking lacking, $surplus too many"
        [[ $lacking -eq 0 && $surplus -eq 0 ]] || equal=false
    done
    $equal
}
