#!/bin/sh
# What this machine lacks, what is left out for it, and how to get it.
#
#   tools/setup.sh missing        one line per thing missing: what it is for, and the command that installs it
#   tools/setup.sh install        installs what is missing where that needs no question (root, sudo without a
#                                 password, brew); says otherwise what to type. Never fails: the build goes on without
#   tools/setup.sh features       options of cargo: nothing where the solver can be built, else the build without it
#   tools/setup.sh has NAME       whether compiler, solver, pages or browser can be had here
set -u

has_library() {
  # Where bindgen looks for libclang.
  if [ -n "${LIBCLANG_PATH:-}" ]; then
    ls "$LIBCLANG_PATH"/libclang*.so* "$LIBCLANG_PATH"/libclang*.dylib >/dev/null 2>&1
    return
  fi
  for folder in /usr/lib/llvm-*/lib /usr/lib/*-linux-gnu /usr/lib64 /usr/lib /usr/local/lib /usr/lib64/llvm*/lib \
    /Library/Developer/CommandLineTools/usr/lib /opt/homebrew/opt/llvm/lib /usr/local/opt/llvm/lib; do
    for file in "$folder"/libclang.so* "$folder"/libclang-[0-9]*.so* "$folder"/libclang.dylib; do
      [ -e "$file" ] && return 0
    done
  done
  return 1
}

has() {
  case "$1" in
    compiler) command -v cc >/dev/null 2>&1 ;;
    solver) command -v cmake >/dev/null 2>&1 && command -v c++ >/dev/null 2>&1 && has_library ;;
    pages) command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 ;;
    browser) has pages && { command -v chromium >/dev/null 2>&1 || [ -n "${CHROMIUM:-}" ]; } ;;
    *) echo "tools/setup.sh: unknown: $1" >&2; exit 2 ;;
  esac
}

manager() {
  for known in apt-get dnf brew; do
    if command -v "$known" >/dev/null 2>&1; then echo "$known"; return; fi
  done
}

# Packages of a thing in the words of the package manager.
packages() {
  case "$(manager):$1" in
    apt-get:compiler) echo build-essential ;;
    apt-get:solver) echo g++ cmake libclang-dev ;;
    apt-get:pages) echo nodejs npm ;;
    apt-get:browser) echo chromium ;;
    dnf:compiler) echo gcc make ;;
    dnf:solver) echo gcc-c++ cmake clang-devel ;;
    dnf:pages) echo nodejs npm ;;
    dnf:browser) echo chromium ;;
    brew:solver) echo cmake llvm ;;
    brew:pages) echo node ;;
  esac
}

command_for() {
  case "$(manager)" in
    apt-get) echo "sudo apt-get install -y $*" ;;
    dnf) echo "sudo dnf install -y $*" ;;
    brew) echo "brew install $*" ;;
    *) echo "install $* or what your system calls them" ;;
  esac
}

about() {
  case "$1" in
    compiler) echo "a C compiler: nothing can be built" ;;
    solver) echo "cmake, a C++ compiler or libclang: built without the solver; \`plan solve\` then refuses evasion, uncertain_path_interdiction and uncertain_flow_interdiction, and proves coverings less far" ;;
    pages) echo "node: built without the pages of the web app; its API works" ;;
    browser) echo "node or chromium: the web app is not tested in a browser" ;;
  esac
}

things="compiler solver pages browser"

missing() {
  for thing in $things; do
    has "$thing" && continue
    wanted=$(packages "$thing")
    echo "Missing $(about "$thing")${wanted:+. To get it: $(command_for $wanted)}"
  done
}

install() {
  wanted=""
  for thing in $things; do
    has "$thing" || wanted="$wanted $(packages "$thing")"
  done
  wanted=$(echo $wanted)
  if [ -z "$wanted" ]; then
    [ -z "$(missing)" ] || echo "No apt-get, dnf or brew here: nothing is installed."
    return 0
  fi
  as_root=""
  if [ "$(manager)" != brew ] && [ "$(id -u)" != 0 ]; then
    if ! sudo -n true >/dev/null 2>&1; then
      echo "To have everything built and tested: $(command_for $wanted)"
      return 0
    fi
    as_root="sudo -n"
  fi
  echo "Installing $wanted"
  case "$(manager)" in
    apt-get) $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted ;;
    dnf) $as_root dnf install -y -q $wanted ;;
    brew) brew install --quiet $wanted ;;
    *) false ;;
  esac >/dev/null || echo "That failed; going on without. By hand: $(command_for $wanted)"
  return 0
}

if ! command -v cargo >/dev/null 2>&1; then
  echo "Missing Rust: nothing can be built. To get it: https://rustup.rs" >&2
  exit 1
fi
case "${1:-}" in
  missing) missing ;;
  install) install ;;
  features) has solver || echo "--no-default-features" ;;
  has) has "${2:-}" ;;
  *) sed -n '2,9p' "$0" >&2; exit 2 ;;
esac
