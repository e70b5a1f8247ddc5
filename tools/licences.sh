#!/bin/sh
# Checks the licence of every crate that is linked or runs in a build against the list of those that a program under
# MIT or Apache-2.0 can be shipped with, and lists crates that come in more than one version.
#
# A crate passes when one alternative of its expression (OR) consists of allowed licences only (AND). Versions
# counted double are allowed up to the number below; a change that raises it has to say why.
set -eu
cd "$(dirname "$0")/.."
most_doubled=5

allowed="MIT Apache-2.0 Apache-2.0_WITH_LLVM-exception BSD-1-Clause BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 ISC \
MIT-0 MPL-2.0 OFL-1.1 Unicode-3.0 Unlicense Zlib 0BSD bzip2-1.0.6 LicenseRef-UFL-1.0"

cargo tree --locked --workspace --edges normal,build --target all --prefix none --format '{p};{l}' |
  sed 's/ (\*)$//; s/ (proc-macro)//' | grep . | sort -u | awk -F';' -v allowed="$allowed" '
  BEGIN { count = split(allowed, list, " "); for (i = 1; i <= count; i++) fine[list[i]] = 1 }
  function alternative(text,   parts, n, i, word) {
    n = split(text, parts, / AND /)
    for (i = 1; i <= n; i++) {
      word = parts[i]; gsub(/[()]/, "", word); gsub(/^ +| +$/, "", word); gsub(/ WITH /, "_WITH_", word)
      if (!(word in fine)) return 0
    }
    return 1
  }
  {
    expression = $2
    # The old way to write OR.
    gsub(/\//, " OR ", expression)
    # (A OR B) AND C: every part must have an allowed alternative.
    passes = 1
    if (expression ~ /\) AND | AND \(/) {
      n = split(expression, factors, /\) AND \(|\) AND | AND \(/)
    } else { n = 1; factors[1] = expression }
    for (f = 1; f <= n; f++) {
      m = split(factors[f], options, / OR /); some = 0
      for (o = 1; o <= m; o++) some = some || alternative(options[o])
      passes = passes && some
    }
    if (!passes) { print "Not on the list of licences: " $1 " (" ($2 == "" ? "none given" : $2) ")"; bad = 1 }
    seen++
  }
  END { print seen " crates have licences on the list or are named above."; exit bad }'

doubled=$(cargo tree --locked --workspace --edges normal,build --target all --prefix none --format '{p}' |
  sed 's/ (\*)$//; s/ (proc-macro)//; s/ (.*)$//' | grep . | sort -u | awk '{ versions[$1] = versions[$1] " " $2; count[$1]++ }
  END { for (name in count) if (count[name] > 1) print name versions[name] }' | sort)
number=$(printf '%s' "$doubled" | grep -c . || true)
echo "$number crates come in more than one version (at most $most_doubled):"
printf '%s\n' "$doubled" | sed 's/^/  /'
[ "$number" -le "$most_doubled" ]
