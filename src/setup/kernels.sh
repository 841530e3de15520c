#!/usr/bin/env bash
# Compiles kernels/*.cu for the GPUs of KELVIN_ARCHITECTURES into kernels/build/gpu, where Maven picks them up;
# without nvcc it says so, and the build goes on without CUDA. With "standin", builds what tests need instead: the
# stand-in for the CUDA driver, and the replay of its launches with a sanitizer.
#
# Compiling takes minutes and its result depends on kernels/ and the compilers alone, so it is kept in a cache that all
# working trees share: KELVIN_CACHE, by default ~/.cache/kelvin.
set -euo pipefail
script=$(readlink -f "$0")
cd "${script%/*}/../../kernels"

architectures=${KELVIN_ARCHITECTURES:-80 90 100}
cache=${KELVIN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kelvin}
say() { echo "kelvin: $1" >&2; }

nvcc=${NVCC:-$(command -v nvcc || ls /usr/local/cuda/bin/nvcc 2>/dev/null || true)}
if [[ -z $nvcc ]]; then
  say "no nvcc: building without CUDA kernels (--device cuda will say so)"
  rm -rf build
  exit 0
fi

# fetch FOLDER SOURCES... -- COMMAND...: build/FOLDER from the cache, or made by COMMAND in a new folder, its argument
fetch() {
  local folder=$1 sources=() key
  shift
  while [[ $1 != -- ]]; do sources+=("$1"); shift; done
  shift
  key=$(cat "${sources[@]}" "$script" <(echo "$architectures"; "$nvcc" --version; g++ --version; uname -m; grep -m1 flags /proc/cpuinfo) |
    sha256sum | cut -c1-24)
  mkdir -p "$cache" build
  if [[ ! -d $cache/$folder-$key ]]; then
    exec 5>"$cache/lock-$folder-$key"
    flock 5   # several working trees may want the same
  fi
  if [[ ! -d $cache/$folder-$key ]]; then
    say "compiling $folder from kernels/"
    made=$(mktemp -d "$cache/making-XXXXXX")
    trap 'rm -rf "$made"' EXIT
    "$@" "$made"
    find "$cache" -maxdepth 1 \( -name "$folder-*" -o -name "lock-$folder-*" \) -mtime +30 -exec rm -rf {} +
    mv "$made" "$cache/$folder-$key"
  fi
  if [[ $(readlink "build/$folder" 2>/dev/null) != "$cache/$folder-$key" ]]; then
    rm -rf "build/$folder"
    ln -s "$cache/$folder-$key" "build/$folder"
  fi
}

kernels() {
  local to=$1/classes/kelvin/bank/cuda source
  mkdir -p "$to" "$1/logs"
  export nvcc cache architectures
  common=$(cat ./*.cuh ./*.h "$script" <(echo "$architectures"; "$nvcc" --version) | sha256sum)
  export common
  export -f kernel
  for source in *.cu; do
    echo "$source"
  done | xargs -P "$(nproc)" -I{} bash -euo pipefail -c 'kernel {} "$@"' bash "$to" "$1/logs"
  g++ -std=c++17 emulation/layout.cpp -o "$1/layout"
  "$1/layout" >"$to/kernels.layout"
  rm "$1/layout"
  # JCublas is for CUDA 12; this leads it to CUDA 13
  sed -nE 's/^[a-zA-Z].*/FORWARD(&)/p' cublas/entries.txt >"$1/entries.h"
  gcc -O2 -fPIC -shared -Wall -Werror -I"$1" cublas/forward.c -o "$to/libcublas.so.12" -Wl,-soname,libcublas.so.12 \
    -Wl,--version-script=<(echo "libcublas.so.12 { global: cublas*; local: *; };")
  rm "$1/entries.h"
}

# kernel SOURCE FOLDER LOGS: one of them; those that have not changed are in the cache too.
kernel() {
  local name=${1%.cu} generate=() a made key
  key=$(echo "$common" | cat - "$1" | sha256sum | cut -c1-24)
  if [[ ! -f $cache/kernel-$name-$key.fatbin ]]; then
    for a in $architectures; do generate+=(-gencode "arch=compute_$a,code=sm_$a"); done
    generate+=(-gencode "arch=compute_$a,code=compute_$a")
    made=$(mktemp "$cache/making-XXXXXX")
    "$nvcc" -std=c++17 -O3 -fmad=false -Werror all-warnings "${generate[@]}" -Xptxas -v -fatbin -o "$made" "$1" >"$made.log" 2>&1 ||
      { cat "$made.log" >&2; rm -f "$made" "$made.log"; exit 255; }
    mv "$made.log" "$cache/kernel-$name-$key.log"
    chmod 644 "$made" && mv "$made" "$cache/kernel-$name-$key.fatbin"
    find "$cache" -maxdepth 1 -name 'kernel-*' -mtime +30 -delete
  fi
  cp "$cache/kernel-$name-$key.fatbin" "$2/$name.fatbin"
  cp "$cache/kernel-$name-$key.log" "$3/$name.log"
}

# the same sources as host code; KELVIN_EMULATION alone tells them apart
standin() {
  local flags=(-std=c++17 -O2 -march=native -ffp-contract=off -Wall -Wextra -DKELVIN_EMULATION -fPIC -Iemulation)
  flags+=(-isystem "$(dirname "$(dirname "$(readlink -f "$nvcc")")")/include" -isystem /usr/local/cuda/include)
  mkdir "$1/lib"
  g++ "${flags[@]}" -shared -Wl,-soname,libcuda.so.1 emulation/{driver,emulation,kernels}.cpp -o "$1/lib/libcuda.so.1"
  # two names, as an installation of CUDA 12 has it and one of CUDA 13
  for major in 12 13; do
    g++ "${flags[@]}" -O3 -shared -Wl,-soname,libcublas.so.$major \
      -Wl,--version-script=<(echo "libcublas.so.$major { global: cublas*; local: *; };") emulation/cublas.cpp \
      "$1/lib/libcuda.so.1" -o "$1/lib/libcublas.so.$major"
  done
  g++ "${flags[@]}" -g1 -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined \
    emulation/{replay,emulation,kernels}.cpp -o "$1/replay"
}

case ${1:-} in
  "") fetch gpu *.cu *.cuh ./*.h cublas/* emulation/layout.cpp -- kernels ;;
  standin) fetch standin *.cu *.cuh ./*.h emulation/* -- standin ;;
  *) say "src/setup/kernels.sh $1: must be nothing or standin"; exit 64 ;;
esac
