# Sourced by deps.sh: finds an Open MPI with Java bindings, and makes its mpi.jar where the system does not ship one.
# shellcheck shell=bash disable=SC2034,SC2154,SC2164  # shares variables and 'set -e' with deps.sh

# Sets mpi_bin (folder of mpirun), mpi_lib (folder of libmpi_java.so) and mpi_version; false if there is none.
# MPI_HOME comes first and alone; otherwise the mpirun in PATH, then the distribution's.
find_mpi() {
  local bin
  for bin in ${MPI_HOME:+"$MPI_HOME/bin"} "$(dirname "$(command -v mpirun || echo /nowhere/mpirun)")" /usr/bin; do
    if [[ -x $bin/mpirun && -x $bin/ompi_info ]]; then
      mpi_bin=$bin
      mpi_lib=$("$bin/ompi_info" --parsable --path libdir | sed 's/^path:libdir://')
      mpi_version=$("$bin/ompi_info" --version | sed -nE 's/^Open MPI v([^ ]+).*/\1/p')
      [[ -e $mpi_lib/libmpi_java.so && -n $mpi_version ]] && return 0
    fi
    [[ -z ${MPI_HOME:-} ]] || return 1
  done
  return 1
}

# Sets mpi_jar, the jar that belongs to the libmpi_java.so found: the site's own, or one made from the source of the
# same version (the distributions build libmpi_java.so but drop mpi.jar).
provide_mpi_jar() {
  mpi_jar=$mpi_lib/mpi.jar
  [[ -f $mpi_jar ]] && return
  mpi_jar=$deps/mpi-$mpi_version.jar
  [[ -f $mpi_jar ]] && return

  local package source work
  package=$(dpkg-query -S "$(readlink -f "$mpi_lib/libmpi_java.so")" 2>/dev/null | cut -d: -f1) ||
    die "$mpi_lib has libmpi_java.so but no mpi.jar: install that Open MPI again with --enable-mpi-java"
  source=$(dpkg-query -W -f '${source:Package}=${source:Version}' "$package")
  [[ $source == *"=$mpi_version"[-+~]* ]] || die "$package is not of Open MPI $mpi_version, as $mpi_bin/ompi_info says"
  say "making mpi.jar from the source package $source"
  work=$(mktemp -d "$deps/mpi.XXXX")
  (
    cd "$work"
    # one-line sources: "deb ..." lines become "deb-src ..."; deb822 sources: "Types: deb" becomes "Types: deb-src"
    apt_elsewhere 's/^[[:space:]]*deb[[:space:]]/deb-src /; s/^Types:.*/Types: deb-src/I' source --download-only "$source" ||
      die "the archive does not give out the source of $source; 'apt-get upgrade' may help, or set MPI_HOME"
    tar xf openmpi_*.orig.tar.* --wildcards '*/ompi/mpi/java/java/*.java'
    mkdir classes
    "$JAVA_HOME/bin/javac" --release 17 -nowarn -d classes ./*/ompi/mpi/java/java/*.java
    "$JAVA_HOME/bin/jar" cf mpi.jar -C classes .
  )
  mv "$work/mpi.jar" "$mpi_jar"
  rm -r "$work"
}
