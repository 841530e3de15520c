#!/usr/bin/env bash
# Tries the tarball where there is nothing: a bare Debian of SUITE is made with debootstrap, the tarball of make dist is
# unpacked below a folder with a space in its name, and there, as a user without an environment, one and two ranks sample;
# their run files must be equal to the bit.
#   src/dist/test-dist.sh [SUITE...]      (default bookworm trixie); needs root and debootstrap
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup/common.sh"
# shellcheck source=/dev/null
source "$deps/env-test"

((EUID == 0)) || die "the test of the tarball needs root, for chroot"
have debootstrap || { apt_update; apt_install debootstrap; }
tarball=$(ls "$root"/target/dist/kelvin-*.tar.xz) || die "no target/dist/kelvin-*.tar.xz: make dist"
suites=("$@")
if ((${#suites[@]} == 0)); then suites=(bookworm trixie); fi

readonly SAMPLE='sample --train airfoil_train.csv --test airfoil_test.csv --hidden 8,8 --rungs 4 --leapfrog 8 --warmup 40 --iterations 60 --quiet'
bare=
trap '[[ -z $bare ]] || rm -rf --one-file-system "$bare" "$bare.log"' EXIT

for suite in "${suites[@]}"; do
  bare=$(mktemp -d /var/tmp/kelvin-dist.XXXX)
  chmod 755 "$bare"
  say "debootstrap of $suite into $bare"
  debootstrap --variant=minbase "$suite" "$bare" ${KELVIN_BARE_MIRROR:+"$KELVIN_BARE_MIRROR"} >"$bare.log" ||
    { cat "$bare.log" >&2; die "debootstrap of $suite failed"; }
  mkdir -p "$bare/opt/my programs" "$bare/work"
  tar -C "$bare/opt/my programs" -xJf "$tarball"
  home="$bare/opt/my programs/$(basename "$tarball" .tar.xz)"
  python3 "$root/src/dist/test_older_glibc.py" "$home"/openmpi/lib/libevent_core-2.1.so.7 "$home"/native/libarc4random.so
  cp "$root"/src/data/airfoil_{train,test}.csv "$bare/work/"
  chown -R 1000:1000 "$bare/work"
  # shellcheck disable=SC2016
  unshare --mount --pid --net --fork --kill-child bash -euc '
    mount -t proc proc "$0/proc"
    mount --rbind /sys "$0/sys"
    mount --rbind /dev "$0/dev"
    ip link set lo up 2>/dev/null || true
    exec chroot --userspec=1000:1000 "$0" /usr/bin/env -i HOME=/tmp PATH=/usr/bin:/bin bash -euc "
      cd /work
      ldd --version | head -n 1
      ! command -v java && ! command -v mpirun
      \"\$1\"/bin/kelvin --version
      \"\$1\"/bin/kelvin \$2 --out one
      \"\$1\"/bin/mpirun -np 2 --oversubscribe \"\$1\"/bin/kelvin \$2 --out two
    " bash "$1" "$2"' "$bare" "/opt/my programs/$(basename "$tarball" .tar.xz)" "$SAMPLE" </dev/null
  "$PYTHON" "$root/src/test/python/compare_runs.py" "$bare/work/one/run.h5" "$bare/work/two/run.h5"
  rm -rf --one-file-system "$bare" "$bare.log"
  say "the tarball runs on $suite, and one and two ranks draw the same"
done
