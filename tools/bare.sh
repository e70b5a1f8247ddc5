#!/bin/sh
# Proves that a Rust toolchain, a C compiler and make are enough: the commit at hand is cloned into an empty Debian and
# built there without network, with `make demo` or what the arguments name.
#
#   sudo tools/bare.sh [TARGET...]     needs debootstrap, and root for chroot and mounts
#   BARE_ROOT=DIR sudo tools/bare.sh   takes the empty Debian from an earlier run, or leaves it there for the next
#
# The Rust toolchain and the sources of the crates are lent to it; cmake, C++, libclang, node, Chromium, Python and git
# are not there. Prints wall and CPU time at the end; its last run stands in CONTRIBUTING.md.
set -eu
repository=$(cd "$(dirname "$0")/.." && pwd)
[ $# -gt 0 ] || set -- demo
work=$(mktemp -d)
root=${BARE_ROOT:-$work/root}
sysroot=$(rustc --print sysroot)
cargo_home=${CARGO_HOME:-$HOME/.cargo}

clean() {
  for mounted in rust cargo/registry proc; do umount "$root/$mounted" 2>/dev/null || true; done
  # Never through a mount that stayed.
  if ! grep -q " $root/" /proc/mounts; then rm -rf "$work" "$root/counterflow" "$root/target"; fi
}
trap clean EXIT
trap 'exit 1' INT TERM

(cd "$repository" && cargo fetch --locked --quiet)
[ -x "$root/usr/bin/make" ] ||
  debootstrap --variant=minbase --include=gcc,libc6-dev,make bookworm "$root" http://deb.debian.org/debian >/dev/null
rm -rf "$root/counterflow" "$root/target"
git clone --quiet --depth 1 "file://$repository" "$root/counterflow"
mkdir -p "$root/rust" "$root/cargo/registry" "$root/target"
mount -t proc proc "$root/proc"
mount --bind "$sysroot" "$root/rust"
mount --bind "$cargo_home/registry" "$root/cargo/registry"

for lacking in cmake c++ node chromium python3 git; do
  if chroot "$root" /usr/bin/env PATH=/rust/bin:/usr/bin:/bin /bin/sh -c "command -v $lacking" >/dev/null; then
    echo "$lacking is there: this proves nothing" >&2
    exit 1
  fi
done
start=$(date +%s)
chroot "$root" /usr/bin/env -i HOME=/root PATH=/rust/bin:/usr/sbin:/usr/bin:/sbin:/bin CARGO_HOME=/cargo \
  CARGO_TARGET_DIR=/target CARGO_NET_OFFLINE=true CARGO_TERM_PROGRESS_WHEN=never \
  /bin/sh -c 'cd /counterflow && make "$@" && times >/target/times' make "$@"
echo "make $*: $(($(date +%s) - start)) s on $(nproc) cores; CPU of user and system: $(tail -n 1 "$root/target/times")"
echo "Commit $(git -C "$repository" rev-parse --short=10 HEAD), $(rustc --version), Debian bookworm without network."
