#!/usr/bin/env bash
# Tries everything that needs a GPU, and measures it beside JAX and PyTorch. It takes a machine with NVIDIA's driver, this
# tree and, in target/dist, the two archives of "make gpu-bundle"; neither Java nor MPI nor a network, and any glibc that the
# archives run on. Every step has a limit of time, and one that fails does not stop the next.
#   src/gpu/gpu-check.sh [STEP...]     (default: all, in their order)
# RESULTS     folder for the table README.md and a log of every step (results/gpu)
# PYTHON      a Python with jax and torch (python3); without one its steps say so
# STANDIN     folder of the tests' stand-in for the driver (kernels/build/standin/lib): tries this script without a GPU.
#             What only a GPU can show is not run then, and says so; measurements are of the smallest size and mean nothing.
# shellcheck disable=SC2317  # steps are called by name
set -uo pipefail
script=$(readlink -f "$0")
cd "$(dirname "$script")/../.." || exit 70

RESULTS=$(readlink -m "${RESULTS:-results/gpu}")
PYTHON=${PYTHON:-python3}
STANDIN=${STANDIN:+$(readlink -f "$STANDIN")}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
readonly STEPS=(machine doctor verify contract ranks memcheck racecheck kernel gradients trajectories deep wide random-walk)

die() { echo "gpu-check: $1" >&2; exit 69; }

# unpack ARCHIVE: without xz, Python can do it.
unpack() {
  if command -v xz >/dev/null; then tar -C "$work" -xJf "$1"
  else "$PYTHON" -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$1" "$work"
  fi
}

# The work folder is given where this script runs one of its steps.
work=${KELVIN_GPU_WORK:-}
if [[ -z $work ]]; then
  tarballs=(target/dist/kelvin-*-linux-x86_64.tar.xz) tests=(target/dist/kelvin-*-gpu-tests.tar.xz)
  [[ -f ${tarballs[0]} && -f ${tests[0]} ]] || die "no archives in target/dist: run 'make gpu-bundle' where there is Maven, and bring them here"
  work=$(mktemp -d "${TMPDIR:-/tmp}/kelvin-gpu.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  unpack "${tarballs[0]}" && unpack "${tests[0]}" || die "the archives cannot be unpacked"
fi
kelvin_home=$(echo "$work"/kelvin-*-linux-x86_64) tests_home=$(echo "$work"/kelvin-*-gpu-tests)
kelvin=$kelvin_home/bin/kelvin data=$tests_home/data
if [[ -n $STANDIN ]]; then export LD_LIBRARY_PATH=$STANDIN${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}; fi

# A step says why it was not run, and ends with 77.
not_run() { echo "not run: $1"; exit 77; }
needs_gpu() { if [[ -n $STANDIN ]]; then not_run "needs a real GPU, this is the stand-in"; fi; }

readonly SHORT=(--train "$data/airfoil_test.csv" --hidden 40,40 --rungs 4 --ladder geometric --leapfrog 4 --warmup 4 --iterations 8
  --device cuda --quiet)

step_machine() {
  uname -srm; ldd --version | head -n 1; nproc
  grep -m1 'model name' /proc/cpuinfo
  if command -v nvidia-smi; then nvidia-smi --query-gpu=name,memory.total,driver_version,compute_cap,clocks.max.sm --format=csv; fi
  if command -v nvcc; then nvcc --version | tail -n 2; fi
  sed -nE 's/^JAVA_VERSION=/Java of the archive: /p' "$kelvin_home/runtime/release"
  "$kelvin" --version
  "$PYTHON" -c 'import importlib.metadata as m; print([(n, m.version(n)) for n in ("jax", "torch", "numpyro") if any(d.metadata["Name"] == n for d in m.distributions())])'
}

step_doctor() { "$kelvin" doctor; }

step_kernel() {   # where the fused path and cuBLAS meet: the number for KernelChoice
  needs_gpu
  "$kelvin" bench kernel
}

step_verify() {
  "$kelvin" verify --device cuda "$data/log_density.h5"
  "$kelvin" verify --device cuda --gradient tensor "$data/log_density.h5"
}

step_contract() {   # the contract of all banks, the random numbers' bits, CPU beside GPU, spreads, memory
  local classpath=$tests_home/classes:$kelvin_home/lib/'*':$tests_home/lib/'*'
  LD_LIBRARY_PATH=$kelvin_home/native${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} \
    "$kelvin_home/runtime/bin/java" --add-modules jdk.incubator.vector -XX:+UseSerialGC -Dkelvin.gpu=true \
    -cp "$classpath" org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors \
    --details=tree --fail-if-no-tests \
    --select-class=kelvin.bank.cuda.KernelsTest --select-class=kelvin.bank.cuda.CudaBankTest \
    --select-class=kelvin.bank.cuda.CublasBankTest \
    --select-class=kelvin.bank.cuda.TensorBankTest --select-class=kelvin.bank.cuda.ReversalTest
}

# predictions RUN: a function of every draw of a run, with all digits; on the CPU, by which they are compared.
predictions() { "$kelvin" predict "$1" --data "$data/airfoil_test.csv" --out "$1.csv" --overwrite --device cpu >/dev/null; }

step_ranks() {   # two ranks share the GPU
  local n
  for n in 1 2; do
    "$kelvin_home/bin/mpirun" -np "$n" --oversubscribe --bind-to none --mca mpi_yield_when_idle 1 \
      "$kelvin" sample "${SHORT[@]}" --out "$work/ranks-$n" || return
    predictions "$work/ranks-$n" || return
  done
  "$kelvin" sample "${SHORT[@]}" --seed 2 --out "$work/ranks-other" && predictions "$work/ranks-other" || return
  if cmp -s "$work/ranks-1.csv" "$work/ranks-other.csv"; then echo "another seed predicts the same: this comparison sees nothing"; return 1; fi
  cmp "$work/ranks-1.csv" "$work/ranks-2.csv" && echo "one rank and two drew the same, to the bit"
}

sanitizer() {
  needs_gpu
  local tool
  tool=$(command -v compute-sanitizer || ls /usr/local/cuda/bin/compute-sanitizer 2>/dev/null) || not_run "no compute-sanitizer on this machine"
  "$tool" --tool "$1" --target-processes all --error-exitcode 70 "$kelvin" sample "${SHORT[@]}" --out "$work/$1"
}
step_memcheck() { sanitizer memcheck; }
step_racecheck() { sanitizer racecheck; }

# Kelvin beside JAX and PyTorch, a table each.
beside() {
  if [[ -n $STANDIN ]]; then set -- "$1" --tiny --seconds 0.2; fi
  "$PYTHON" "$tests_home/gpu_peers.py" "$@" --kelvin "$kelvin"
}
step_gradients() { beside gradients; }
step_trajectories() { beside trajectories; }
step_deep() { beside deep; }
step_wide() { beside wide; }
step_random-walk() { beside random-walk; }

limit() {
  if [[ -n $STANDIN ]]; then echo 1500; return; fi   # emulated kernels are slow
  case $1 in
    contract) echo 240 ;;
    memcheck | racecheck) echo 180 ;;
    gradients) echo 480 ;;
    trajectories | wide) echo 300 ;;
    *) echo 120 ;;
  esac
}

if [[ -n ${KELVIN_GPU_WORK:-} ]]; then "step_$1"; exit; fi
mkdir -p "$RESULTS"
chosen=("$@")
if ((${#chosen[@]} == 0)); then chosen=("${STEPS[@]}"); fi
device=$(if [[ -n $STANDIN ]]; then echo "the stand-in, no GPU"; else nvidia-smi --query-gpu=name,driver_version --format=csv,noheader 2>/dev/null | head -n 1; fi)
table=$RESULTS/README.md
{
  echo "# ${device:-no GPU found}"
  echo
  echo "\`make gpu-check\`, $(date -u +%F), $("$kelvin" --version 2>/dev/null | tail -n 1)"
  echo
  echo "| step | result | seconds |"
  echo "|---|---|---|"
} >"$table"
failed=0
for step in "${chosen[@]}"; do
  [[ " ${STEPS[*]} " == *" $step "* ]] || die "$step: no such step, must be one of ${STEPS[*]}"
  begin=$SECONDS
  KELVIN_GPU_WORK=$work timeout -k 10 "$(limit "$step")" "$script" "$step" >"$RESULTS/$step.txt" 2>&1 </dev/null
  status=$?
  case $status in
    0) result=passed ;;
    77) result=$(grep -m1 '^not run: ' "$RESULTS/$step.txt") ;;
    124 | 137) result="not done after $(limit "$step") s"; failed=1 ;;
    *) result="failed ($status): $(tail -n 1 "$RESULTS/$step.txt" | cut -c1-120 | tr '|' '/')"; failed=1 ;;
  esac
  echo "| $step | $result | $((SECONDS - begin)) |" | tee -a "$table"
done
{
  for step in gradients trajectories deep wide random-walk; do
    if [[ -s $RESULTS/$step.txt && " ${chosen[*]} " == *" $step "* ]]; then
      echo
      echo "## $step"
      echo
      grep -v 'incubator modules' "$RESULTS/$step.txt"
    fi
  done
} >>"$table"
exit $failed
