#!/usr/bin/env bash
# Runs the scripts in jobs/ on a SLURM cluster of two nodes that is started on this machine (root; installs SLURM with apt
# where it is missing): a job that reaches its time limit, queues again and goes on must draw what an uninterrupted run
# draws; a cancelled job must leave a checkpoint to go on from; an array must compare its models at its end.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=src/setup/common.sh
source "$here/../../setup/common.sh"
# shellcheck source=src/test/slurm/cluster.sh
source "$here/cluster.sh"
# shellcheck source=/dev/null
source "$deps/env"
# shellcheck source=/dev/null
source "$deps/env-test"

((EUID == 0)) || die "the test starts daemons of SLURM and needs root"
export PATH=$PATH:/usr/sbin
have slurmctld && have munged || { apt_update; apt_install slurm-wlm munge; }

work=$(mktemp -d /var/tmp/kelvin-slurm.XXXX)
chmod 755 "$work"   # munged runs as a user of its own
trap 'stop_cluster "$work/cluster"; sleep 1; rm -rf "$work"' EXIT
start_cluster "$work/cluster"
say "a cluster of two nodes is up: $(sinfo --version)"

# Both nodes are this host, which Open MPI's shared memory cannot know; and they share its cores.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_btl=tcp,self OMPI_MCA_btl_tcp_if_include=lo OMPI_MCA_mpi_yield_when_idle=1
export OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_rmaps_base_oversubscribe=1
export LAUNCH_OPTIONS=--oversubscribe
readonly SIZE=(--ntasks-per-node=1 --cpus-per-task=1)
readonly DATA=(--train "$root/src/data/airfoil_train.csv" --test "$root/src/data/airfoil_test.csv")
readonly MODEL=(--hidden 16,16 --activation tanh --rungs 6 --leapfrog 16 --threads 1 --warmup 500 --thin 20)
# so many that they take twice the time to the signal, or more, on two cores without other work
readonly LONG=10000

# ended JOB SECONDS STATE LOG: waits until the job has left the queue in the state; shows the log where that is another.
ended() {
  local state= released=
  for ((i = 0; i < $2; i++)); do
    state=$(scontrol --oneliner show job "$1" | grep -oE '\bJobState=[A-Z_]+' | sort -u | tr '\n' ' ')
    if [[ ! $state =~ PENDING|RUNNING|REQUEUE|COMPLETING|SUSPENDED ]]; then
      [[ $state == "JobState=$3 " ]] && return
      break
    fi
    # A job that was queued again waits for two minutes, by a rule of SLURM that hardly can be changed. That it never starts
    # in the second in which it was queued has a reason: nodes take credentials of that second for revoked.
    if [[ $state != *PENDING* ]]; then released=
    elif [[ -z $released ]]; then scontrol update jobid="$1" starttime=now+4 && released=1
    fi
    sleep 1
  done
  cat "${@:4}" >&2
  scontrol show job "$1" >&2
  tail -n 30 "$work/cluster/log/slurmctld.log" >&2
  fail "job $1 is $state, must be $3 within $2 s"
}

# same RUN RUN: whether both have the same draws to the bit.
same() { "$PYTHON" "$root/src/test/python/compare_runs.py" "$1" "$2"; }

cd "$work"   # jobs must work from any directory
say "1. a job that reaches its time limit"
job=$(sbatch --parsable "${SIZE[@]}" --nodes=2 --time=2 --signal=B:USR1@95 --output="$work/limit.log" \
  "$root/jobs/sample-cpu.sbatch" "${DATA[@]}" "${MODEL[@]}" --iterations $LONG --out "$work/limit")
# meanwhile, without SLURM and interruptions
"$root/bin/kelvin" sample "${DATA[@]}" "${MODEL[@]}" --iterations $LONG --quiet --out "$work/whole" >/dev/null
ended "$job" 1200 COMPLETED "$work/limit.log"
restarts=$(grep -c "stopped with a checkpoint; queueing" "$work/limit.log") || { cat "$work/limit.log"; fail "the job was never queued again"; }
same "$work/whole/run.h5" "$work/limit/run.h5"
say "queued again $restarts times, and drew the same as the uninterrupted run"

say "2. a job that is cancelled"
job=$(sbatch --parsable "${SIZE[@]}" --nodes=2 --time=20 --output="$work/cancel.log" \
  "$root/jobs/sample-cpu.sbatch" "${DATA[@]}" "${MODEL[@]}" --iterations $LONG --checkpoint-every 3s --out "$work/cancel")
for _ in {1..300}; do
  if grep -q "sampling: iteration" "$work/cancel.log" 2>/dev/null; then break; fi
  sleep 1
done
scancel "$job"
ended "$job" 60 CANCELLED "$work/cancel.log"
if grep -q "written: " "$work/cancel.log"; then cat "$work/cancel.log"; fail "the job was done before it was cancelled"; fi
mpirun --oversubscribe -np 3 "$root/bin/kelvin" sample --out "$work/cancel" --resume --quiet >/dev/null
same "$work/whole/run.h5" "$work/cancel/run.h5"
say "its checkpoint went on, on three ranks, to the same draws"

say "3. an array of models, and their comparison"
array=$(MODELS=$'--hidden 4\n--hidden 8' OUT=$work/models sbatch --parsable --array=0-1 --cpus-per-task=1 --time=10 \
  --output="$work/array-%a.log" "$root/jobs/array-models.sbatch" "${DATA[@]}" --rungs 6 --ladders 2 --leapfrog 8 --warmup 300 \
  --iterations 400 --threads 1)
ended "$array" 600 COMPLETED "$work"/array-*.log
compare=$(sed -nE 's/^Submitted batch job ([0-9]+)$/\1/p' "$work/array-0.log")
ended "$compare" 120 COMPLETED "$work/models/compare.log"
cat "$work/models/comparison.txt"
[[ -s $work/models/models.html ]] || fail "no page of the models"

say "4. ranks started by srun"
if srun --mpi=list 2>&1 | grep -q pmix; then
  # on one node: the PMIx servers of two nodes of one host would get into each other's way
  job=$(LAUNCH=srun LAUNCH_OPTIONS='' sbatch --parsable --nodes=1 --ntasks-per-node=2 --cpus-per-task=1 --time=10 \
    --output="$work/srun.log" "$root/jobs/sample-cpu.sbatch" "${DATA[@]}" "${MODEL[@]}" --iterations 100 --out "$work/srun")
  ended "$job" 300 COMPLETED "$work/srun.log"
  grep -q "^rank 1 on " "$work/srun.log" || { cat "$work/srun.log"; fail "srun has not started two ranks of one run"; }
  "$root/bin/kelvin" sample "${DATA[@]}" "${MODEL[@]}" --iterations 100 --quiet --out "$work/alone" >/dev/null
  same "$work/alone/run.h5" "$work/srun/run.h5"
else
  say "left out: this SLURM has no PMIx plugin (srun --mpi=list)"
fi

say "5. measurements of scaling"
for law in strong weak; do
  job=$(NETWORKS=4-4-1 ROWS=50 RUNGS=2 ITERATIONS=20 OUT="$work/$law.json" sbatch --parsable "${SIZE[@]}" --nodes=2 --time=10 \
    --output="$work/$law.log" "$root/jobs/scaling-$law.sbatch")
  ended "$job" 300 COMPLETED "$work/$law.log"
  "$PYTHON" -c 'import json, sys
one, two = json.load(open(sys.argv[1]))["results"]
assert (one["ranks"], two["ranks"]) == (1, 2) and one["law"] == sys.argv[2].upper(), (one, two)
assert one["rungs"] == (4 if sys.argv[2] == "strong" else 2) and two["rungs"] == 4, (one, two)
assert one["iterationsPerSecond"] > 0 and 0 <= two["waiting"] < 1, (one, two)' "$work/$law.json" "$law"
done
say "6. one rank a GPU"
"$root/src/setup/kernels.sh" standin
standin=$root/kernels/build/standin/lib
if [[ -d $standin ]]; then
  # emulated, so little of it
  few=(--hidden 5 --rungs 4 --leapfrog 4 --warmup 20 --iterations 20)
  export KELVIN_STANDIN_DEVICES=2
  job=$(LD_LIBRARY_PATH=$standin sbatch --parsable --nodes=2 --ntasks-per-node=2 \
    --gpus-per-node=2 --cpus-per-task=1 --time=20 --output="$work/gpu.log" \
    "$root/jobs/sample-gpu.sbatch" "${DATA[@]}" "${few[@]}" --out "$work/gpu")
  ended "$job" 900 COMPLETED "$work/gpu.log"
  for rank in 0 1 2 3; do
    grep -q "^rank $rank on .*: GPU $((rank % 2))" "$work/gpu.log" || { cat "$work/gpu.log"; fail "rank $rank has not taken GPU $((rank % 2)) of its node"; }
  done
  LD_LIBRARY_PATH=$standin "$root/bin/kelvin" sample --device cuda "${DATA[@]}" "${few[@]}" --quiet --out "$work/gpu-alone" >/dev/null
  same "$work/gpu-alone/run.h5" "$work/gpu/run.h5"
else
  say "left out: no CUDA toolkit here to build the stand-in for a GPU with"
fi
say "the jobs do what they say"
