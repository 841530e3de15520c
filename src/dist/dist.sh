#!/usr/bin/env bash
# Makes target/dist/kelvin-VERSION-linux-x86_64 and its tarball: everything that bin/kelvin needs to run on a bare x86_64
# Linux whose glibc is not older than 2.35, or what this machine's libraries ask for: a trimmed Java runtime, the jars, JHDF5,
# Open MPI, fonts, licences.
#   bin/ lib/   the launchers, the jars (with the CUDA kernels where there was nvcc)
#   runtime/    Java             native/   shared libraries of Java and JHDF5
#   openmpi/    mpirun, its libraries and components, in the layout that it was built for
set -euo pipefail
# shellcheck source=src/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup/common.sh"
# shellcheck source=src/setup/mpi.sh
source "$root/src/setup/mpi.sh"
# shellcheck source=src/setup/jhdf5.sh
source "$root/src/setup/jhdf5.sh"
# shellcheck source=/dev/null
source "$deps/env"

version=$1
[[ $(uname -sm) == "Linux x86_64" ]] || die "the tarball is for Linux on x86_64, this is $(uname -sm)"
name=kelvin-$version-linux-x86_64
tree=$root/target/dist/$name
rm -rf "$tree"
mkdir -p "$tree"/{bin,lib,native,openmpi/bin,openmpi/lib,openmpi/etc,share/fonts,licenses}

# What java.base lacks: the Vector API, pictures of the report (java.desktop), and what jars ask for.
readonly MODULES=java.base,java.desktop,java.logging,java.sql,jdk.incubator.vector,jdk.zipfs
# Components of Open MPI that need libraries of interconnects (Debian turns them off), or are not for MPI.
readonly OTHER_COMPONENTS='mca_(btl_(openib|ofi)|mtl_.*|pml_(ucx|monitoring)|osc_(ucx|monitoring)|coll_monitoring|atomic_.*|memheap_.*|scoll_.*|spml_.*|sshmem_.*)\.so'
# Parts of glibc: they belong to the kernel and the loader of the machine that runs.
readonly OF_THE_SYSTEM='(ld-linux-x86-64|lib(c|m|dl|rt|pthread|resolv|util|nsl))\.so.*'

# Ubuntu 22.04's; see older_glibc.py.
readonly OLDEST_GLIBC=2.35

declare -A packages=()

# copy_libraries FOLDER FILE...: what the files load, and what that loads, into FOLDER.
copy_libraries() {
  local folder=$1 library
  shift
  while read -r library; do
    [[ ${library##*/} =~ ^$OF_THE_SYSTEM$ || -e $folder/${library##*/} ]] && continue
    cp -L "$library" "$folder/"
    remember "$library"
  done < <(ldd "$@" 2>/dev/null | sed -nE 's/.*=> (\/[^ ]+) .*/\1/p' | grep -v "^$tree" | sort -u)
}

# The package of a file, for its licence.
remember() {
  local package
  package=$(dpkg-query -S "$(readlink -f "$1")" 2>/dev/null | sed -E 's/:.*//;q') || true
  if [[ -n $package ]]; then packages[$package]=1; fi
}

say "the Java runtime"
"$JAVA_HOME/bin/jlink" --add-modules "$MODULES" --strip-debug --no-header-files --no-man-pages --compress=0 \
  --output "$tree/runtime" 2>&1 | { grep -v '^WARNING: Using incubator' || true; } >&2
rm -f "$tree"/runtime/lib/lib{awt_xawt,jawt,jsound,splashscreen}.so   # pictures are drawn without a screen
# Debian links the files of legal/ to one another's packages
cp -rL "$tree/runtime/legal" "$tree/licenses/java" && rm -rf "$tree/runtime/legal"
LD_LIBRARY_PATH=$tree/runtime/lib:$tree/runtime/lib/server copy_libraries "$tree/native" "$tree"/runtime/lib/*.so "$tree"/runtime/lib/server/*.so

say "the program"
cp "$root/bin/kelvin" "$tree/bin/"
cp "$root/src/dist/mpirun" "$tree/bin/mpirun"
cp "$root/target/kelvin.jar" "$root"/target/lib/*.jar "$tree/lib/"
cp "$root/LICENSE" "$root/README.md" "$tree/"
cp -r "$root/jobs" "$tree/"
# JCuda's natives but for the compilers of CUDA code, which nothing calls and which are most of it
natives=$(echo "$tree"/lib/jcuda-natives-*.jar)
(mkdir "$tree/natives" && cd "$tree/natives" && "$JAVA_HOME/bin/jar" --extract --file "$natives" &&
  rm -f lib/libJNv* && "$JAVA_HOME/bin/jar" --create --no-manifest --file "$natives" .)
rm -rf "$tree/natives"
if [[ -d $root/docs ]]; then cp -r "$root/docs" "$tree/"; fi

mkdir -p "$tree/share/man/man1"
"$root/src/dist/man.sh" "$root/bin/kelvin" >"$tree/share/man/man1/kelvin.1"

say "JHDF5"
find_jhdf5
if [[ -n $jhdf5_lib ]]; then
  for library in "$jhdf5_lib"/{libsis-jhdf5,libcisd_nativedata,libcisd_unix}.so; do
    if [[ -e $library ]]; then cp -L "$library" "$tree/native/"; remember "$library"; fi
  done
  copy_libraries "$tree/native" "$tree"/native/libsis-jhdf5.so
fi

say "Open MPI"
find_mpi
info() { "$mpi_bin/ompi_info" --parsable --path "$1" | sed -nE "s/^path:$1://p;" | head -n 1; }
prefix=$(info prefix) components=$(info pkglibdir) texts=$(info pkgdatadir)
[[ $components == "$prefix"/* && $texts == "$prefix"/* ]] || die "$mpi_bin/mpirun keeps $components outside of its $prefix, so it cannot be moved"
for program in mpirun orted ompi_info; do
  cp -L "$mpi_bin/$program" "$tree/openmpi/bin/"
done
remember "$mpi_bin/ompi_info"
mkdir -p "$tree/openmpi/${components#"$prefix"/}" "$tree/openmpi/${texts#"$prefix"/}"
cp "$texts"/help-*.txt "$tree/openmpi/${texts#"$prefix"/}/"
for component in "$components"/mca_*.so; do
  [[ ${component##*/} =~ ^$OTHER_COMPONENTS$ ]] || cp -L "$component" "$tree/openmpi/${components#"$prefix"/}/"
done
cp -L "$mpi_lib/libmpi_java.so" "$tree/openmpi/lib/"
copy_libraries "$tree/openmpi/lib" "$tree"/openmpi/bin/* "$tree/openmpi/lib/libmpi_java.so" "$tree/openmpi/${components#"$prefix"/}"/*.so
# the bindings load libmpi by the name without a number
for library in libmpi libopen-rte libopen-pal; do
  ln -s "$(basename "$tree"/openmpi/lib/$library.so.*)" "$tree/openmpi/lib/$library.so"
done
cp "$root/src/dist/openmpi-mca-params.conf" "$tree/openmpi/etc/"

say "older C libraries"
readarray -t binaries < <(find "$tree" -type f \( -name '*.so*' -o -perm -u+x \))
if have gcc && have python3; then
  gcc -O2 -shared -fPIC -Wall -Wextra -o "$tree/native/libarc4random.so" "$root/src/dist/arc4random.c"
  python3 "$root/src/dist/older_glibc.py" "$OLDEST_GLIBC" "${binaries[@]}"
else
  say "neither gcc nor python3: as it is"
fi
glibc=$(objdump -p "${binaries[@]}" 2>/dev/null | sed -nE 's/^ +0x[0-9a-f]+ 0x00 [0-9]+ GLIBC_(2\.[0-9]+)$/\1/p' | sort -V | tail -n 1) ||
  glibc=${glibc:-$(ldd --version | sed -nE '1s/.* ([0-9.]+)$/\1/p')}

say "fonts for the report's pictures"
for font in DejaVuSans DejaVuSans-Bold; do
  file=$(find /usr/share/fonts -name "$font.ttf" | head -n 1)
  [[ -n $file ]] || die "no $font.ttf below /usr/share/fonts: install fonts-dejavu-core"
  cp "$file" "$tree/share/fonts/"
  remember "$file"
done
cp "$root/src/dist/fonts.conf" "$tree/share/fonts/"

cp "$root/CITATION.cff" "$tree/"
for package in "${!packages[@]}"; do
  if [[ -f /usr/share/doc/$package/copyright ]]; then cp -L "/usr/share/doc/$package/copyright" "$tree/licenses/$package"; fi
done
cat >"$tree/INSTALL" <<TEXT
Kelvin $version for Linux on x86_64 with glibc $glibc or newer. Nothing has to be installed: unpack it anywhere,

    bin/kelvin sample --train FILE.csv --out my-run
    bin/mpirun -np 4 bin/kelvin sample --train FILE.csv --out my-run

It holds Java $(sed -nE 's/^JAVA_VERSION="(.*)"/\1/p' "$tree/runtime/release"), Open MPI $mpi_version (shared memory and TCP) and JHDF5; licenses/ has their licences, and those of the jars
are inside them. A GPU needs NVIDIA's driver, and for wide networks the cuBLAS of its CUDA toolkit.
TEXT

say "the tarball"
tar -C "$root/target/dist" --owner=0 --group=0 --sort=name -c "$name" | xz -T0 -6 >"$root/target/dist/$name.tar.xz"
say "made target/dist/$name.tar.xz, $(($(stat -c %s "$root/target/dist/$name.tar.xz") / 1000000)) MB"
