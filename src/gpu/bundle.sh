#!/usr/bin/env bash
# Makes target/dist/kelvin-VERSION-gpu-tests.tar.xz beside the tarball of make dist: with both, gpu-check.sh runs where there
# is neither Java nor Maven nor a network. It has the banks' tests, JUnit to start them with, the reference values, two
# data sets and the programs to compare with.
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup/common.sh"
# shellcheck source=/dev/null
source "$deps/env"

version=$1
readonly JUNIT=org.junit.platform:junit-platform-console-standalone:1.14.4   # of JUnit 5.14.4
# What the tarball and this archive may take together, so that they can be carried to a machine by hand; MB.
readonly MOST_TARBALL=55 MOST_TOGETHER=64

cd "$root"
tree=target/dist/kelvin-$version-gpu-tests
rm -rf "$tree"
mkdir -p "$tree"/{classes,lib,data}
say "the tests of the banks"
mvn --batch-mode --quiet test-compile
(cd target/test-classes && find kelvin/bank kelvin/support -name '*.class' -exec cp --parents -t "$root/$tree/classes" {} +)
mvn --batch-mode --quiet org.apache.maven.plugins:maven-dependency-plugin:copy -Dartifact="$JUNIT" \
  -DoutputDirectory="$root/$tree/lib"
cp src/data/log_density.h5 src/data/airfoil_{train,test}.csv src/test/resources/kelvin/exactness/exact_posteriors.h5 "$tree/data/"
cp -r src/bench/gpu_peers.py src/bench/peers "$tree/"
tar -C target/dist --owner=0 --group=0 --sort=name -c "${tree##*/}" | xz -T0 -6 >"$tree.tar.xz"

tarball=$(stat -c %s "target/dist/kelvin-$version-linux-x86_64.tar.xz")
both=$((tarball + $(stat -c %s "$tree.tar.xz")))
say "made $tree.tar.xz; with the tarball $((both / 1000000)) MB"
((tarball < MOST_TARBALL * 1000000)) || die "the tarball has $tarball bytes, at most $MOST_TARBALL MB"
((both < MOST_TOGETHER * 1024 * 1024)) || die "the two have $both bytes, at most $MOST_TOGETHER MiB"
