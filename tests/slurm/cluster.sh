# A Slurm on this machine, in a folder: start_cluster FOLDER NODES, kill_node NAME, start_node NAME, stop_cluster. Sourced by run.sh.
# Each node daemon is the first process of a PID namespace: killed, it takes with it all that runs on its node, as a power failure does.

declare -A node_pid=()
slurm_folder=

start_cluster() {
    slurm_folder=$1
    local port=$((20000 + $$ % 20000)) host
    host=$(uname -n)
    mkdir -p "$slurm_folder"/{munge,state,spool}
    chmod 755 "$(dirname "$slurm_folder")" "$slurm_folder"
    export SLURM_CONF=$slurm_folder/slurm.conf
    cat > "$SLURM_CONF" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm_folder/munge/socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$slurm_folder/state
SlurmdSpoolDir=$slurm_folder/spool/%n
SlurmctldPidFile=$slurm_folder/slurmctld.pid
SlurmdPidFile=$slurm_folder/%n.pid
SlurmctldLogFile=$slurm_folder/slurmctld.log
SlurmdLogFile=$slurm_folder/%n.log
JobCompType=jobcomp/filetxt
JobCompLoc=$slurm_folder/jobs.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=1,sched_interval=2,bf_interval=2
ReturnToService=2
SlurmdTimeout=5
KillWait=5
CONF
    for ((i = 1; i <= $2; i++)); do
        echo "NodeName=node$i NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + i)) CPUs=1 State=UNKNOWN" >> "$SLURM_CONF"
    done
    echo "PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP" >> "$SLURM_CONF"

    head -c 1024 /dev/urandom > "$slurm_folder/munge/key"
    chmod 400 "$slurm_folder/munge/key"
    munged --foreground --force --socket="$slurm_folder/munge/socket" --key-file="$slurm_folder/munge/key" \
        --pid-file="$slurm_folder/munge/pid" --seed-file="$slurm_folder/munge/seed" --log-file="$slurm_folder/munge/log" 2> "$slurm_folder/munge/errors" &
    munge_pid=$!
    await "munged" test -S "$slurm_folder/munge/socket"
    slurmctld -D 2> "$slurm_folder/slurmctld.errors" &
    slurmctld_pid=$!
    await "slurmctld" sinfo
    for ((i = 1; i <= $2; i++)); do start_node "node$i"; done
    sinfo --Node --format='%N %T'
}

start_node() {
    unshare --pid --fork --kill-child --mount-proc slurmd -D -N "$1" 2> "$slurm_folder/$1.errors" &
    node_pid[$1]=$!
    await "$1" node_is_up "$1"
}

node_is_up() { sinfo --noheader --nodes="$1" --format=%T | grep -qE '^(idle|mixed|allocated|completing)$'; }

kill_node() {
    local unshare=${node_pid[$1]}
    kill -KILL $(< "/proc/$unshare/task/$unshare/children") 2> /dev/null || true
    wait "$unshare" 2> /dev/null || true
    unset "node_pid[$1]"
}

# Waits up to half a minute for a daemon to answer.
await() {
    local what=$1
    shift
    for ((t = 0; t < 300; t++)); do
        ! "$@" > /dev/null 2>&1 || return 0
        sleep 0.1
    done
    echo "$what does not answer:" >&2
    tail -n 5 "$slurm_folder"/*.errors "$slurm_folder"/*.log "$slurm_folder"/munge/{errors,log} >&2
    exit 1
}

stop_cluster() {
    for node in "${!node_pid[@]}"; do kill_node "$node"; done
    for pid in ${slurmctld_pid:-} ${munge_pid:-}; do
        kill "$pid" 2> /dev/null || true
        wait "$pid" 2> /dev/null || true
    done
}
