#!/usr/bin/env bash
# Makes sure that the tests have h5py and ncdump, other programs' readers, to read Kelvin's files with.
# Writes .deps/env-test, in which PYTHON is a Python that has h5py.
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [[ -f $deps/env-test ]]; then exit 0; fi

find_python() {
  for python in "${PYTHON:-python3}" /usr/bin/python3; do
    "$python" -c 'import h5py' 2>/dev/null && return
  done
  return 1
}

missing=()
find_python || missing+=(python3-h5py)
have ncdump || missing+=(netcdf-bin)
if ((${#missing[@]})); then
  have apt-get || die "the tests need ${missing[*]} (Debian's names) and there is no apt: 'module load netcdf', 'pip install h5py', PYTHON=/path/to/python3"
  apt_update
  apt_install "${missing[@]}"
  find_python || die "python3-h5py is installed, but neither ${PYTHON:-python3} nor /usr/bin/python3 can import h5py"
fi
echo "export PYTHON=$(printf %q "$(command -v "$python")")" >"$deps/env-test"
