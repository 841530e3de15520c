#!/usr/bin/env bash
# Runs over two hosts that are made of network and UTS namespaces, each with an address of its own, a rank on each, messages
# by TCP (root): the draws must be those of one host. Then one host is cut off in the middle of a run: the job must end
# within LIMIT seconds, and go on elsewhere to the same draws.
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../setup/common.sh"
# shellcheck source=/dev/null
source "$deps/env"
# shellcheck source=/dev/null
source "$deps/env-test"

((EUID == 0)) || die "the test makes network namespaces and needs root"
have ip || { apt_update; apt_install iproute2; }
readonly LIMIT=30   # seconds: 3 probes, 3 s apart, after 5 s of silence, and what mpirun needs to end
readonly BEGIN=400   # seconds that a job may take to its sample and its first checkpoint, far more than on any machine of use
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1

work=$(mktemp -d /var/tmp/kelvin-hosts.XXXX)
one=kelvin1-$$ two=kelvin2-$$   # names of the namespaces
cleanup() {
  ip netns pids "$one" 2>/dev/null | xargs -r kill 2>/dev/null || true
  ip netns pids "$two" 2>/dev/null | xargs -r kill 2>/dev/null || true
  ip netns delete "$one" 2>/dev/null || true
  ip netns delete "$two" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
ip netns add "$one" || die "this machine lets nobody make network namespaces"
ip netns add "$two"
ip link add veth1 netns "$one" type veth peer name veth2 netns "$two"
for host in 1 2; do
  namespace=kelvin$host-$$
  ip -n "$namespace" address add "10.77.0.$host/24" dev "veth$host"
  ip -n "$namespace" link set "veth$host" up
  ip -n "$namespace" link set lo up
done

# on HOST COMMAND...: runs it there, under a host name of its own
cat >"$work/on" <<SCRIPT
#!/usr/bin/env bash
host=\$1; shift
# shellcheck disable=SC2016
exec ip netns exec "kelvin\${host##*.}-$$" unshare --uts bash -c 'hostname "host\$0"; exec bash -c "\$*"' "\${host##*.}" "\$*"
SCRIPT
chmod +x "$work/on"

readonly SAMPLE="$root/bin/kelvin sample --train $root/src/data/airfoil_train.csv --test $root/src/data/airfoil_test.csv --hidden 16,16 \
  --activation tanh --rungs 6 --leapfrog 16 --threads 1 --warmup 200 --thin 20 --checkpoint-every 1s --plain-progress"
readonly MPIRUN="mpirun -np 2 --host 10.77.0.1:1,10.77.0.2:1 --bind-to none --mca plm_rsh_agent $work/on --mca btl tcp,self \
  --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 --mca oob_tcp_keepalive_time 5 \
  --mca oob_tcp_keepalive_intvl 3 --mca oob_tcp_keepalive_probes 3 -x LD_LIBRARY_PATH -x PATH"

same() { "$PYTHON" "$root/src/test/python/compare_runs.py" "$1" "$2"; }

say "1. two hosts over TCP"
"$work/on" 10.77.0.1 "$MPIRUN $SAMPLE --iterations 300 --out $work/two" 2>"$work/two.log" >/dev/null || { cat "$work/two.log"; exit 1; }
grep "^rank" "$work/two.log"
[[ $(grep -cE '^rank [01] on host[12]:' "$work/two.log") == 2 ]] || fail "the ranks are not on two hosts"
${SAMPLE/--plain-progress/--quiet} --iterations 300 --out "$work/one" >/dev/null
same "$work/one/run.h5" "$work/two/run.h5"

say "2. a host is cut off"
"$work/on" 10.77.0.1 "$MPIRUN $SAMPLE --iterations 5000 --out $work/cut" 2>"$work/cut.log" >/dev/null &
job=$!
# A manifest is the last file of a checkpoint: the folder is there before it, and without it there is nothing to go on from.
for ((i = 0; ; i++)); do
  if grep -qs "sampling: iteration" "$work/cut.log" && [[ -n $(compgen -G "$work/cut/checkpoint/*.manifest") ]]; then break; fi
  kill -0 "$job" 2>/dev/null || { cat "$work/cut.log"; fail "the job ended before its host was cut off"; }
  ((i < 5 * BEGIN)) || { cat "$work/cut.log"; ls -lR "$work/cut"; fail "no sample and checkpoint within $BEGIN s"; }
  sleep 0.2
done
ip -n "$one" link set veth1 down
start=$SECONDS
while kill -0 "$job" 2>/dev/null; do
  ((SECONDS - start <= LIMIT)) || { cat "$work/cut.log"; fail "the job still runs $LIMIT s after its host was cut off"; }
  sleep 0.5
done
code=0
wait "$job" || code=$?
((code != 0)) || { cat "$work/cut.log"; fail "the job was done before its host was cut off"; }
say "the job ended after $((SECONDS - start)) s with exit code $code"
while [[ -n $(ip netns pids "$two") ]] && ((SECONDS - start <= 2 * LIMIT)); do sleep 0.5; done
[[ -z $(ip netns pids "$two") ]] || { ip netns pids "$two" | xargs ps -f; fail "processes are left on the host that was cut off"; }

"$root/bin/kelvin" sample --out "$work/cut" --resume --quiet >/dev/null
${SAMPLE/--plain-progress/--quiet} --iterations 5000 --out "$work/whole" >/dev/null
same "$work/whole/run.h5" "$work/cut/run.h5"
say "it went on elsewhere to the same draws"
