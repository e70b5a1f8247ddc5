#!/bin/sh
# Lines of Rust that are longer than 120 characters. Tables and links of documentation cannot be broken and may be.
set -eu
cd "$(dirname "$0")/.."
find crates benches -name '*.rs' -exec awk '
  length($0) > 120 && $0 !~ /^ *\/\/[\/!] *(\||.*https?:)/ { print FILENAME ":" FNR ": " length($0) " characters"; long = 1 }
  END { exit long }' {} +
