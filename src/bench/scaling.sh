#!/usr/bin/env bash
# Measures swaps and scaling over two ranks of this machine, by shared memory and by TCP, and foresees thousands of GPUs:
#     src/bench/scaling.sh >results/scaling/README.md      (make results-scaling; two minutes on two cores, without other work)
# FORESIGHT=file takes the last part, which measures nothing, from a file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source .deps/env
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
readonly CORES=(mpirun -np 2 --map-by core --bind-to core) TCP=(--mca btl "tcp,self" --mca btl_tcp_if_include lo)

# shown COMMAND...: the command and what it prints
shown() { echo "    $*"; echo; "$@" 2> >(grep -v 'incubator modules' >&2) | sed 's/^/    /'; echo; }

cat <<TEXT
# Scaling, measured and foreseen

Written by \`make results-scaling\`, commit $(git rev-parse HEAD 2>/dev/null || echo "${COMMIT:-unknown}"), $(date -u +%F), $(nproc) x $(lscpu | sed -n 's/^Model name: *//p'), $("$JAVA_HOME/bin/java" --version | head -n 1).

Of time: "waiting" is until a neighbour's energies are here, "swaps" what decisions and states then take, "reports" what goes to rank 0
and is counted and written there, as shares of the ranks' time. The yardstick of "efficiency" is what as many ranks reach that
sample at the same time on the same cores, each for itself.

## What is asked, and where it is below

- A swap round costs under 1% of an iteration at 10-64-64-1, with one trajectory of HMC between rounds: column "swaps", 2 ranks.
- From one rank to two, with as many rungs on each, 95% of what independent ranks reach remain: column "efficiency" of "weak", 2 ranks.

## Messages between two ranks

An exchange of energies, 20 bytes, and of states, 12 bytes a parameter; by shared memory, then by TCP over the loopback.

TEXT
shown "${CORES[@]}" bin/kelvin bench swap
shown "${CORES[@]}" "${TCP[@]}" bin/kelvin bench swap
echo "## Two ranks"
echo
shown "${CORES[@]}" bin/kelvin bench scaling --networks 10-64-64-1 --threads 1 --iterations 50
shown "${CORES[@]}" bin/kelvin bench scaling --networks 10-16-16-1 --threads 1 --iterations 150
shown "${CORES[@]}" "${TCP[@]}" bin/kelvin bench scaling --networks 10-16-16-1 --threads 1 --iterations 150
cat <<TEXT
The simulation gets the mean and the spread of an iteration's time and the messages as they were measured, and has to find rate,
waiting and swaps. Its swaps are messages alone; what is measured holds copies and decisions too, most of it in code that the
virtual machine has hardly compiled after so few iterations. Above 100% is noise of a shared machine. Two ranks are all that two cores can tell: what it says about more rests on its rules and on the published
numbers of the networks.

## A prediction

Not measured: no such machine was to be had. Compute times follow from a rate that is assumed (20 TFLOP/s of float32 a GPU, at least
20 us a gradient), networks from published numbers (\`Interconnect.java\` has the sources). One GPU a rank, 8 rungs on each; a ladder has
twice the barrier between T = 1 and 4 of so many normal parameters and one more rungs, so ranks beyond that hold ladders of their
own. "reports" is where the limit lies: rank 0 counts every slot's iteration, and more ranks than it can count for wait for it. That is
felt first where iterations are shortest; --swap-every does not help against it, longer trajectories do. Stragglers slow down their
own ladder alone.

TEXT
if [[ -n ${FORESIGHT:-} ]]; then cat "$FORESIGHT"; else shown bin/kelvin bench foresight; fi
