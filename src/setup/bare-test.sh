#!/usr/bin/env bash
# Tries the set-up where there is nothing: a bare Debian of SUITE (default bookworm) is made with debootstrap in a scratch
# folder, this tree is copied into it, and there, under chroot, deps.sh must first say what is missing when it has no
# apt (exit 69); then "make" is installed, and the targets (default: run run test) are made one after the other.
#   src/setup/bare-test.sh [SUITE [TARGET...]]      needs root and debootstrap; KELVIN_BARE_MIRROR, if not Debian's own
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

((EUID == 0)) || die "the bare-system test needs root, for chroot"
have debootstrap || die "the bare-system test needs debootstrap: apt-get install debootstrap"

suite=${1:-bookworm}
targets=("${@:2}")
if ((${#targets[@]} == 0)); then targets=(run run test); fi

bare=$(mktemp -d /var/tmp/kelvin-bare.XXXX)
trap 'rm -rf --one-file-system "$bare"' EXIT
say "debootstrap of $suite into $bare"
debootstrap --variant=minbase "$suite" "$bare" ${KELVIN_BARE_MIRROR:+"$KELVIN_BARE_MIRROR"} >"$bare.log" ||
  { cat "$bare.log" >&2; die "debootstrap failed"; }
rm "$bare.log"

chmod 755 "$bare"

# What a machine has that a folder lacks: names, and the certificates of this site's own if there are any.
cp -L /etc/resolv.conf /etc/hosts "$bare/etc/"
mkdir -p "$bare/usr/local/share/ca-certificates" "$bare/kelvin"
cp -rL /usr/local/share/ca-certificates/. "$bare/usr/local/share/ca-certificates/"
tar -C "$root" --exclude=./target --exclude=./.deps --exclude=./.mvn --exclude=./results/run -c . | tar -C "$bare/kelvin" -x

# inside SCRIPT [ARGUMENT...]: runs it in the bare system, whose mounts and processes end with it.
inside() {
  # shellcheck disable=SC2016
  unshare --mount --pid --fork --kill-child bash -euc '
    mount -t proc proc "$0/proc"
    mount --rbind /sys "$0/sys"
    mount --rbind /dev "$0/dev"
    exec chroot "$0" /usr/bin/env -i HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin \
      ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
      ${no_proxy:+no_proxy="$no_proxy"} ${MAVEN_OPTS:+MAVEN_OPTS="$MAVEN_OPTS"} \
      bash -euc "cd /kelvin; $1" bash "${@:2}"' "$bare" "$@" </dev/null
}

say "without apt:"
# shellcheck disable=SC2016
inside 'mkdir /tmp/noapt; ln -s /usr/bin/* /tmp/noapt; rm /tmp/noapt/apt*
  code=0; PATH=/tmp/noapt src/setup/deps.sh || code=$?; echo "exit code $code"; ((code == 69)); rm -r .deps'
say "with apt:"
inside 'apt-get -qq update; apt-get -qq -y install make >/dev/null 2>&1'
for target in "${targets[@]}"; do
  say "make $target"
  # shellcheck disable=SC2016
  inside 'time make "$1"' "$target"
done
say "$suite: all done"
