# Sourced by deps.sh: finds JHDF5 (jars and native libraries), and makes one jar of it.
# shellcheck shell=bash disable=SC2034,SC2154,SC2164  # shares variables and 'set -e' with deps.sh

# Sets jhdf5_jars and jhdf5_lib (folder with natives; empty if they are inside the jar); false if there is none.
# JHDF5_HOME is an unpacked upstream distribution or a folder with sis-jhdf5.jar and sis-base.jar.
find_jhdf5() {
  local home folder
  for home in ${JHDF5_HOME:+"$JHDF5_HOME"} "$deps/jhdf5/usr" /usr; do
    for folder in "$home" "$home/lib" "$home/lib/batteries_included" "$home/share/java"; do
      jhdf5_jars=("$folder/sis-jhdf5-batteries_included.jar") jhdf5_lib=
      [[ -f ${jhdf5_jars[0]} ]] && return
      jhdf5_jars=("$folder/sis-jhdf5.jar" "$folder/sis-base.jar")
      for jhdf5_lib in "$home" "$home/lib" "$home/lib/jni"; do
        [[ -f ${jhdf5_jars[0]} && -f ${jhdf5_jars[1]} && -f $jhdf5_lib/libsis-jhdf5.so ]] && return
      done
    done
    [[ -z ${JHDF5_HOME:-} ]] || break
  done
  return 1
}

# Debian 13 and Ubuntu 25.04 dropped JHDF5: there it is taken from the release before, with the HDF5 that it was
# built with, into .deps/jhdf5. Nothing of another release is installed in the system.
fetch_jhdf5() {
  local id codename donor hdf5 work package
  # shellcheck source=/dev/null
  read -r id codename < <(. /etc/os-release && echo "$ID" "${VERSION_CODENAME:-sid}")
  case $id in
    debian) donor=bookworm hdf5=libhdf5-103-1 ;;
    ubuntu) donor=noble hdf5=libhdf5-103-1t64 ;;
    *) die "$id has no package of JHDF5: set JHDF5_HOME to an unpacked distribution of JHDF5 19.04" ;;
  esac
  say "taking JHDF5, which $codename does not have, from $donor into .deps/jhdf5"
  work=$(mktemp -d "$deps/jhdf5.XXXX")
  (
    cd "$work"
    apt_elsewhere "s/\\b($codename|stable|testing|unstable|sid)\\b/$donor/g" \
      download libsis-jhdf5-java libsis-jhdf5-jni libsis-base-java libsis-base-jni "$hdf5" ||
      die "$donor's JHDF5 cannot be fetched: set JHDF5_HOME to an unpacked distribution of JHDF5 19.04"
    for package in ./*.deb; do dpkg-deb -x "$package" "$deps/jhdf5"; done
    cp -P "$deps"/jhdf5/usr/lib/*/libhdf5_serial.so.* "$deps/jhdf5/usr/lib/jni/"   # LD_LIBRARY_PATH names one folder
  )
  rm -r "$work"
}

# jhdf5_jar OUT: all of jhdf5_jars in one jar without their manifests (whose class paths name jars that are not there).
jhdf5_jar() {
  local work jar
  work=$(mktemp -d "$deps/jar.XXXX")
  for jar in "${jhdf5_jars[@]}"; do (cd "$work" && "$JAVA_HOME/bin/jar" xf "$(realpath "$jar")"); done
  rm -rf "$work/META-INF"
  "$JAVA_HOME/bin/jar" cf "$1" -C "$work" .
  rm -r "$work"
}
