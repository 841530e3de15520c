#!/usr/bin/env bash
# Makes sure that the tests have other programs' readers to read Kelvin's files with: h5py, netCDF4, xarray, ncdump,
# h5dump.
# Writes .deps/env-test, in which PYTHON is a Python that has the first three.
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [[ -f $deps/env-test ]]; then exit 0; fi

# Sets python; false if there is none with the libraries.
find_python() {
  for python in "${PYTHON:-python3}" /usr/bin/python3; do
    if "$python" -c 'import h5py, netCDF4, xarray' 2>/dev/null; then return; fi
  done
  return 1
}

missing=()
find_python || missing+=(python3-h5py python3-netcdf4 python3-xarray)
have ncdump || missing+=(netcdf-bin)
have h5dump || missing+=(hdf5-tools)
if ((${#missing[@]})); then
  have apt-get || die "the tests need ${missing[*]} (Debian's names), and there is no apt: 'module load netcdf', 'pip install h5py netCDF4 xarray', PYTHON=/path/to/python3"
  apt_update
  apt_install "${missing[@]}"
  find_python || die "${missing[*]} are installed, but neither ${PYTHON:-python3} nor /usr/bin/python3 can import h5py, netCDF4 and xarray"
fi
echo "export PYTHON=$(printf %q "$(command -v "$python")")" >"$deps/env-test"
