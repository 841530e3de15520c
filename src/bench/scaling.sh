#!/usr/bin/env bash
# Measures swaps and scaling over two ranks of this machine, by shared memory and by TCP, and foresees thousands of GPUs:
#     src/bench/scaling.sh >results/scaling/README.md      (make results-scaling; five minutes on two cores, without other work)
# and plots beside it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source .deps/env
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
readonly CORES=(mpirun -np 2 --map-by core --bind-to core) TCP=(--mca btl "tcp,self" --mca btl_tcp_if_include lo)
readonly plots=results/scaling

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

An exchange of energies, 20 bytes, and of states, 8 bytes a parameter, one after the other; and "swap", what follows energies in a
run: the decision, copies and the exchange of states, with none of it in the caches. By shared memory, then by TCP over the loopback.

TEXT
shown "${CORES[@]}" bin/kelvin bench swap
shown "${CORES[@]}" "${TCP[@]}" bin/kelvin bench swap
echo "## Two ranks"
echo
shown "${CORES[@]}" bin/kelvin bench scaling --networks 10-64-64-1 --threads 1 --iterations 200 --plots "$plots"
shown "${CORES[@]}" bin/kelvin bench scaling --networks 10-16-16-1 --threads 1 --iterations 600 --plots "$plots"
shown "${CORES[@]}" "${TCP[@]}" bin/kelvin bench scaling --networks 10-16-16-1 --threads 1 --iterations 600
echo "![Efficiency of 10-64-64-1](measured-10-64-64-1.svg) ![Efficiency of 10-16-16-1](measured-10-16-16-1.svg)"
echo
cat <<TEXT
The simulation gets the mean and the spread of an iteration's time and the messages as they were measured, and has to find rate,
waiting and swaps. What it says of swaps is to be compared with "usual": the measured share, had the longest one in twenty been as the
others, for into those comes whatever else the machine does. Two ranks are all that two cores can tell: what it says about more rests
on its rules and on the published numbers of the networks.

## A prediction

Not measured: no such machine was to be had. Compute times follow from a rate that is assumed (20 TFLOP/s of float32 a GPU, at least
20 us a gradient), networks from published numbers (\`Interconnect.java\` has the sources). One GPU a rank, 8 rungs on each; a ladder has
twice the barrier between T = 1 and 4 of so many normal parameters and one more rungs, so ranks beyond that hold ladders of their
own. "reports" is where the limit lies: rank 0 counts every slot's iteration, 44 ns on one core as measured, 5.5 ns as assumed on 16,
and more ranks than it can count for wait for it. That is felt first where iterations are shortest; --swap-every does not help against
it, longer trajectories do. The disk is not simulated: 20 bytes of every slot's iteration are written, which at 10,000 ranks and
0.64 ms is 2.5 GB/s. Stragglers slow down their own ladder alone.

TEXT
for network in infiniband-ndr ethernet-40-gb-s-kernel-bypassed ethernet-10-gb-s-tcp; do echo "![$network](predicted-$network.svg)"; done
echo
shown bin/kelvin bench foresight --plots "$plots"
