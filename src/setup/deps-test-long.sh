#!/usr/bin/env bash
# Makes sure that the long tests have the other languages that docs/examples is written in, R and Octave, and a browser.
# Adds BROWSER to .deps/env-test.
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if grep -qs BROWSER "$deps/env-test"; then exit 0; fi

# Sets browser; false if there is none.
find_browser() {
  for browser in chromium chromium-browser google-chrome; do
    if have "$browser"; then return; fi
  done
  return 1
}

missing=()
Rscript -e 'library(ncdf4)' >/dev/null 2>&1 || missing+=(r-base-core r-cran-ncdf4)
octave-cli --eval 'pkg load netcdf' >/dev/null 2>&1 || missing+=(octave octave-netcdf)
find_browser || missing+=(chromium)
if ((${#missing[@]})); then
  have apt-get || die "the long tests need ${missing[*]} (Debian's names), and there is no apt"
  apt_update
  apt_install "${missing[@]}"
  find_browser || die "${missing[*]} are installed, but there is no chromium in PATH"
fi
echo "export BROWSER=$(printf %q "$(command -v "$browser")")" >>"$deps/env-test"
