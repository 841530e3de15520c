#!/usr/bin/env bash
# Makes sure that the long tests have the other languages that docs/examples is written in: R and Octave.
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [[ -f $deps/test-long ]]; then exit 0; fi

missing=()
Rscript -e 'library(ncdf4)' >/dev/null 2>&1 || missing+=(r-base-core r-cran-ncdf4)
octave-cli --eval 'pkg load netcdf' >/dev/null 2>&1 || missing+=(octave octave-netcdf)
if ((${#missing[@]})); then
  have apt-get || die "the long tests need ${missing[*]} (Debian's names), and there is no apt"
  apt_update
  apt_install "${missing[@]}"
fi
touch "$deps/test-long"
