# Sourced by test-slurm.sh: a SLURM cluster of two nodes, all of it on this machine, in folder $1.
# shellcheck shell=bash

# start_cluster FOLDER: munged, slurmctld and two slurmd, n1 and n2, of two CPUs and two GPUs each, which SLURM but counts;
# sets SLURM_CONF.
start_cluster() {
  local folder=$1 node host port=26817
  host=$(hostname -s)
  mkdir -p "$folder"/{state,munge,log}
  chmod 755 "$folder"
  cat >"$folder/slurm.conf" <<CONF
ClusterName=kelvin
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CryptoType=crypto/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd-%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,bf_interval=2,batch_sched_delay=1
KillWait=20
OverTimeLimit=0
InactiveLimit=0
GresTypes=gpu
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=2 Gres=gpu:2 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=2 Gres=gpu:2 State=UNKNOWN
PartitionName=debug Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
  # a GPU has to be a device; nothing here opens it
  printf 'NodeName=n1,n2 Name=gpu File=%s\n' /dev/null /dev/zero >"$folder/gres.conf"
  export SLURM_CONF=$folder/slurm.conf
  head -c 1024 /dev/urandom >"$folder/munge/key"
  chown -R munge:munge "$folder/munge" 2>/dev/null || true
  chmod 755 "$folder/munge"; chmod 400 "$folder/munge/key"
  runuser -u munge -- munged --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
    --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
  slurmctld
  for node in n1 n2; do slurmd -N "$node"; done
  for _ in {1..60}; do
    if [[ $(sinfo --noheader --format=%T 2>/dev/null | sort -u) == idle ]]; then return 0; fi
    sleep 0.5
  done
  echo "the cluster did not come up" >&2
  tail -n 20 "$folder"/log/*.log >&2
  return 1
}

# stop_cluster FOLDER: ends what start_cluster began, by the ids it wrote down.
stop_cluster() {
  local file
  scancel --user=root --signal=KILL 2>/dev/null || true
  for file in "$1"/slurmd-n{1,2}.pid "$1/slurmctld.pid" "$1/munge/pid"; do
    if [[ -s $file ]]; then kill "$(<"$file")" 2>/dev/null || true; fi
  done
}
