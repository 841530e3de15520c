#!/usr/bin/env bash
# Installs the tree that make dist has made below a prefix: src/dist/install.sh VERSION PREFIX
#   PREFIX/lib/kelvin-VERSION   all of it        PREFIX/bin    kelvin, kelvin-mpirun
#   PREFIX/share/man            the manual       PREFIX/share/modulefiles/kelvin/VERSION
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup/common.sh"
version=$1 prefix=$2
tree=$root/target/dist/kelvin-$version-linux-x86_64
[[ -d $tree ]] || die "no $tree: make dist"
mkdir -p "$prefix"/{bin,lib,share/man/man1,"share/modulefiles/kelvin"}
prefix=$(cd "$prefix" && pwd)
home=$prefix/lib/kelvin-$version
rm -rf "$home"
cp -a "$tree" "$home"
ln -sfn "../lib/kelvin-$version/bin/kelvin" "$prefix/bin/kelvin"
ln -sfn "../lib/kelvin-$version/bin/mpirun" "$prefix/bin/kelvin-mpirun"
cp "$tree/share/man/man1/kelvin.1" "$prefix/share/man/man1/"
cat >"$prefix/share/modulefiles/kelvin/$version" <<MODULE
#%Module1.0
module-whatis "Kelvin $version: posterior sampling of Bayesian neural networks by parallel tempering"
proc ModulesHelp { } {
    puts stderr "kelvin and its mpirun; kelvin --help, man kelvin, $home/docs/guide.md"
}
conflict kelvin
prepend-path PATH $home/bin
prepend-path MANPATH $home/share/man
setenv KELVIN $home/bin/kelvin
MODULE
say "installed in $home; $prefix/bin/kelvin starts it"
