#!/usr/bin/env bash
# Runs the long tests, one after another: src/test/long.sh [SECONDS [NAME...]]
# SECONDS is the time there is; without it, as long as it takes. A test begins only if what it usually takes still fits, and
# is cut off when the time is up; what was left out is said at the end, with the reason. Ends with 1 if a test failed.
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup/common.sh"
cd "$root"

readonly LIMIT=${1:-86400} USUAL=10   # seconds in all; minutes of a test that the table lacks
readonly WANTED=" ${*:2} "
# Minutes on two cores. Tests of scripts are by the name of their target, others by their class; every class that has a
# test tagged "long" is run, those that are not here last.
readonly TESTS=(
  deps-test-long:4 ReportPageTest:1 ExamplesTest:1 test-slurm:12 test-hosts:4 PromiseTest:8 CalibrationTest:8 EvidenceCoverageTest:8 SimulationCalibrationTest:10 test-dist:8 fuzz:25
)

declare -A known=()
passed=() failed=() left_out=()

# command NAME: what runs a test, in words.
command_of() {
  local junit=(make --no-print-directory suite ONLY="-Dexcluded.tags= -Dgroups=long -Dtest=$1")
  case $1 in
    deps-test-long) words=(src/setup/deps-test-long.sh) ;;
    test-slurm) words=(src/test/slurm/test-slurm.sh) ;;
    test-hosts) words=(src/test/hosts/test-hosts.sh) ;;
    test-dist) words=(bash -c 'make --no-print-directory dist && exec src/dist/test-dist.sh') ;;
    fuzz) words=(src/test/fuzz.sh 240000 40000) ;;
    ReportPageTest | ExamplesTest) words=(bash -c "src/setup/deps-test-long.sh && exec $(printf '%q ' "${junit[@]}")") ;;
    *) words=("${junit[@]}") ;;
  esac
}

# run NAME MINUTES
run() {
  local start=$SECONDS code=0 words left=$((LIMIT - SECONDS))
  if [[ $WANTED =~ [^\ ] && $WANTED != *" $1 "* ]]; then
    left_out+=("$1: not asked for")
    return
  fi
  if (($2 * 60 > left)); then
    left_out+=("$1: takes about $2 min, and there were $((left > 0 ? left / 60 : 0))")
    return
  fi
  command_of "$1"
  say "long tests: $1"
  timeout --kill-after=60 "$left" "${words[@]}" </dev/null || code=$?
  local took="$1: $(((SECONDS - start) / 60)) min $(((SECONDS - start) % 60)) s"
  if ((code == 0)); then passed+=("$took")
  elif ((code == EX_UNAVAILABLE)); then left_out+=("$1: what it needs cannot be had here (its last line says what)")
  elif ((SECONDS >= LIMIT)); then left_out+=("$took, cut off because the time was up")
  else failed+=("$took")
  fi
}

for test in "${TESTS[@]}"; do
  known[${test%:*}]=1
  run "${test%:*}" "${test#*:}"
done
mapfile -t files < <(grep -rl '@Tag("long")' src/test/java | sort)
for file in "${files[@]}"; do
  name=$(basename "$file" .java)
  [[ -n ${known[$name]:-} ]] || run "$name" "$USUAL"
done

for line in "${passed[@]}"; do say "passed: $line"; done
for line in "${left_out[@]}"; do say "left out: $line"; done
for line in "${failed[@]}"; do say "FAILED: $line"; done
((${#failed[@]} == 0))
