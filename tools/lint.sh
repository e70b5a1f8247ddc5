#!/bin/sh
# Lines of Rust that are longer than 120 characters. Tables, aligned equations and links in comments cannot be broken
# and may be.
set -eu
cd "$(dirname "$0")/.."
long=$(find crates benches -name '*.rs' -exec env LC_ALL=C awk '
  { gsub(/[\200-\277]/, "") }
  length($0) > 120 && $0 !~ /^ *\/\/[\/!]? *(\||.*https?:)/ && $0 !~ /^ *\/\/[\/!]? *[^ ].*[^ ]   +[^ ]/ {
    print FILENAME ":" FNR ": " length($0) " characters" }' {} +)
[ -z "$long" ] || { printf '%s\n' "$long" "Lines of Rust may have 120 characters." >&2; exit 1; }
