#!/usr/bin/env bash
# Makes sure that this machine has what Kelvin needs: a JDK (17 or newer), Maven, Open MPI with Java bindings, JHDF5.
#
# What is there is used: JAVA_HOME, MPI_HOME and JHDF5_HOME first, then the system's. What is missing is installed with
# apt; without apt it is named, with how a site usually provides it (exit 69). All results go below .deps/ : env (shell
# variables, read by bin/kelvin and the Makefile), maven/ (a Maven repository with the jars that Maven Central lacks) and
# .mvn/maven.config (their versions). A second call finds that nothing has changed and ends at once.
set -euo pipefail
setup=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=src/setup/common.sh
source "$setup/common.sh"
# shellcheck source=src/setup/mpi.sh
source "$setup/mpi.sh"
# shellcheck source=src/setup/jhdf5.sh
source "$setup/jhdf5.sh"

# What the result depends on: the user's choices, these scripts, and the libraries found the last time.
state() {
  printf '%s\n' "JAVA_HOME=${asked_java_home:-}" "MPI_HOME=${MPI_HOME:-}" "JHDF5_HOME=${JHDF5_HOME:-}"
  cat "$setup"/*.sh | sha256sum
  if [[ -f $deps/uses ]]; then xargs -d '\n' stat -Lc '%n %s %Y' <"$deps/uses" 2>&1 || true; fi
}

# Sets JAVA_HOME to a JDK of at least 17: the user's, the one in PATH, or the newest below /usr/lib/jvm. False if none.
find_java() {
  local home major
  if [[ -n ${asked_java_home:-} ]]; then
    major=$(jdk_major "$asked_java_home")
    [[ -n $major ]] || die "JAVA_HOME=$asked_java_home has no bin/javac; set it to a JDK, 17 or newer, or unset it"
    ((major >= 17)) || die "JAVA_HOME=$asked_java_home is older than JDK 17; set it to a newer one, or unset it"
    return 0
  fi
  for home in "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /nowhere/bin/javac)")")")" \
    $(printf '%s\n' /usr/lib/jvm/* | sort -rV); do
    major=$(jdk_major "$home")
    if ((${major:-0} >= 17)); then JAVA_HOME=$home; return 0; fi
  done
  return 1
}

# The oldest JDK from 17 on that the distribution has.
apt_jdk() {
  local major
  for major in 17 21 25; do
    if apt_has "openjdk-$major-jdk-headless"; then echo "openjdk-$major-jdk-headless"; return; fi
  done
  echo default-jdk-headless
}

without_apt() {
  say "this machine has no apt to install with, and Kelvin needs:"
  find_java || say "  a JDK, 17 or newer   usually 'module load java' (or openjdk), or JAVA_HOME=/path/to/jdk"
  have mvn || say "  Apache Maven         usually 'module load maven', or unpack it and put its bin folder in PATH"
  find_mpi || say "  Open MPI for Java    an Open MPI built with --enable-mpi-java: 'module load openmpi', or MPI_HOME=/path/to/openmpi" \
    "(with bin/mpirun, lib/libmpi_java.so and lib/mpi.jar)"
  find_jhdf5 || say "  JHDF5                JHDF5_HOME=/path/to/sis-jhdf5, the unpacked distribution of JHDF5 19.04 (with sis-jhdf5-batteries_included.jar)"
  exit "$EX_UNAVAILABLE"
}

install_missing() {
  local packages=()
  apt_update
  find_java || packages+=("$(apt_jdk)")
  have mvn || packages+=(maven)
  find_mpi || packages+=(openmpi-bin libopenmpi-dev xz-utils)   # xz: to unpack the source that mpi.jar is made from
  if ! find_jhdf5; then
    if apt_has libsis-jhdf5-java; then packages+=(libsis-jhdf5-java); else packages+=(hdf5-tools); fi
  fi
  apt_install "${packages[@]}"
  if ! find_jhdf5; then fetch_jhdf5; fi
}

all_found() { find_java && have mvn && find_mpi && find_jhdf5; }

check_homes() {
  if [[ -n ${MPI_HOME:-} ]] && ! find_mpi; then
    die "MPI_HOME=$MPI_HOME has no Open MPI with Java bindings (bin/mpirun, bin/ompi_info, libmpi_java.so); build it with --enable-mpi-java, or unset MPI_HOME"
  fi
  if [[ -n ${JHDF5_HOME:-} ]] && ! find_jhdf5; then
    die "JHDF5_HOME=$JHDF5_HOME has neither sis-jhdf5-batteries_included.jar nor sis-jhdf5.jar and sis-base.jar (looked in it, lib/ and share/java/)"
  fi
}

write_results() {
  local mpi_id jhdf5_id
  provide_mpi_jar
  mpi_id=$mpi_version-$(fingerprint "$mpi_jar")
  publish mpi "$mpi_id" "$mpi_jar"
  jhdf5_id=$(fingerprint "${jhdf5_jars[@]}")
  jhdf5_jar "$deps/jhdf5.jar"
  publish jhdf5 "$jhdf5_id" "$deps/jhdf5.jar"

  mkdir -p "$root/.mvn"
  printf '%s\n' "-Dmpi.version=$mpi_id" "-Djhdf5.version=$jhdf5_id" >"$root/.mvn/maven.config"
  # The JVM takes java.library.path from LD_LIBRARY_PATH, and the libraries' own dependencies are found by it too.
  {
    echo "# Written by src/setup/deps.sh"
    echo "export JAVA_HOME=\${JAVA_HOME:-$(printf %q "$JAVA_HOME")}"
    if [[ $mpi_bin != /usr/bin ]]; then echo "export PATH=$(printf %q "$mpi_bin"):\$PATH"; fi
    echo "export LD_LIBRARY_PATH=$(printf %q "$mpi_lib${jhdf5_lib:+:$jhdf5_lib}")\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}"
  } >"$deps/env"
  printf '%s\n' "$mpi_lib/libmpi_java.so" "${jhdf5_jars[@]}" >"$deps/uses"
}

asked_java_home=${JAVA_HOME:-}
mkdir -p "$deps"
if [[ -f $deps/env && -f $root/.mvn/maven.config && -f $deps/state && $(state) == "$(<"$deps/state")" ]]; then exit 0; fi

check_homes
if ! all_found; then
  if have apt-get; then install_missing; else without_apt; fi
  all_found || die "something is still missing after the installation (above)"
fi
write_results
state >"$deps/state"
say "ready: JDK $(jdk_major "$JAVA_HOME") in $JAVA_HOME, Open MPI $mpi_version in $mpi_bin, JHDF5 in $(dirname "${jhdf5_jars[0]}")"
