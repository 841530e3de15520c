#!/usr/bin/env bash
# Hostile input at length: src/test/fuzz.sh CASES HDF5_CASES
# CASES each of CSV, TOML, command lines and checkpoints, HDF5_CASES of HDF5 files, which are slower; prints a table.
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup/common.sh"
cd "$root"

readonly REPORT=target/surefire-reports/TEST-kelvin.cli.HostileInputTest.xml

# try METHODS CASES
try() {
  make --no-print-directory suite ONLY="-Dtest=HostileInputTest#$1 -Djqwik.tries.default=$2" >&2
  sed -nE 's/.*<testcase name="([a-zA-Z0-9]+)".* time="([0-9.,]+)".*/\1 \2/p' "$REPORT" | sort | while read -r name seconds; do
    printf '| %s | %d | %.1f |\n' "$name" "$2" "$(awk -v s="${seconds/,/}" 'BEGIN { print s / 60 }')"
  done
}

echo "| input | cases | minutes |"
echo "|---|---|---|"
try csv+toml+commandLines+checkpoints "$1"
try hdf5 "$2"
echo
echo "Every case was answered by a result, or by one line and an exit code that blames the input, within its bounds; seed 7."
