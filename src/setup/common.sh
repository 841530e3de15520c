# Sourced by the other set-up scripts: messages, versions, and the one way to install a Debian package.
# shellcheck shell=bash

readonly EX_UNAVAILABLE=69   # sysexits: a thing that Kelvin needs is not there

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
deps=$root/.deps

say() { printf 'kelvin: %s\n' "$*" >&2; }
die() { say "$*"; exit "$EX_UNAVAILABLE"; }
fail() { say "$*"; exit 1; }   # of tests: what they test is not as it must be

have() { command -v "$1" >/dev/null 2>&1; }

# Major version of the JDK in folder $1 ("17"; "1" before Java 9), or nothing if there is no JDK.
jdk_major() {
  [[ -x $1/bin/javac && -x $1/bin/java ]] || return 0
  "$1/bin/javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p'
}

# Sets sudo, the words to put before a command that needs root.
become_root() {
  sudo=()
  ((EUID == 0)) && return
  have sudo || die "installing with apt needs root or sudo, and this is neither"
  sudo=(sudo)
  sudo -n true 2>/dev/null || { : </dev/tty; } 2>/dev/null ||
    die "installing with apt needs root: sudo asks for a password here, and there is no terminal to ask on"
}

apt_has() { [[ $(apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [^\(] ]]; }

apt_update() {
  become_root
  "${sudo[@]}" apt-get -qq -o Acquire::Retries=3 update </dev/null >&2 ||
    say "apt-get update met errors (above); trying with the package lists that there are"
}

apt_install() {
  say "installing with apt (once; a minute or two): $*"
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 \
    --no-install-recommends install "$@" </dev/null >"$deps/apt.log" 2>&1 ||
    { cat "$deps/apt.log" >&2; die "apt-get install failed (above)"; }
}

# apt_elsewhere SCRIPT COMMAND...: runs an apt-get command in the current (scratch) folder against a copy of the user's
# package sources, edited with the sed SCRIPT. The user's own sources and lists are not touched.
apt_elsewhere() {
  local script=$1 file options
  shift
  mkdir -p sources lists/partial cache/archives/partial
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources}; do
    if [[ -f $file ]]; then sed -E "$script" "$file" >"sources/${file##*/}"; fi
  done
  if [[ -f sources/sources.list ]]; then mv sources/sources.list sources/main.list; fi
  options=(-qq -o Acquire::Retries=3 -o APT::Sandbox::User=root -o Dir::Etc::SourceList=/dev/null
    -o Dir::Etc::SourceParts="$PWD/sources" -o Dir::State::Lists="$PWD/lists" -o Dir::Cache="$PWD/cache")
  apt-get "${options[@]}" update || true   # a third party's archive may have no sources; the next line decides
  apt-get "${options[@]}" "$@" >&2
}

# publish NAME VERSION JAR: puts a jar that Maven Central does not have where pom.xml looks for it.
publish() {
  local name=$1 version=$2 folder=$deps/maven/local/$1/$2
  mkdir -p "$folder"
  cp "$3" "$folder/$name-$version.jar"
  cat >"$folder/$name-$version.pom" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>$name</artifactId><version>$version</version>
</project>
POM
}

# The first eight hex digits of the SHA-256 of the given files: a version that changes with the content, so that
# a jar cached in ~/.m2 is never mistaken for another of the same name.
fingerprint() { cat "$@" | sha256sum | cut -c1-8; }
