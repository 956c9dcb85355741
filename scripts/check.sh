#!/bin/sh
# Everything about the code that can be judged without running it. `check.sh NAME…` makes only these checks,
# `check.sh --list` names them.
set -eu
cd "$(dirname "$0")/.."

CHECKS='lint types dead-code package shell'

lint() { biome ci --error-on-warnings; }
types() {
  tsc -p .
  tsc -p tsconfig.web.json
}
dead_code() { knip; }

# What npm would publish, as its users' tools will read it, and that nothing of it is missing or surplus.
package() {
  publint --strict
  node scripts/check-package.ts
}

shell() {
  if ! command -v shellcheck > /dev/null; then
    echo 'shellcheck is not here: apt-get install shellcheck'
    return 1
  fi
  find . \( -name node_modules -o -name dist -o -name .git \) -prune -o \
    -type f \( -name '*.sh' -o -path ./.ci/run \) -exec shellcheck -x {} +
}

make() {
  echo "== $1"
  case $1 in
    lint) lint ;;
    types) types ;;
    dead-code) dead_code ;;
    package) package ;;
    shell) shell ;;
    *)
      echo "check.sh: there is no check \"$1\"; there are: $CHECKS" >&2
      exit 64
      ;;
  esac
}

if [ "${1:-}" = --list ]; then
  echo "$CHECKS"
  exit
fi

. scripts/prepare.sh
# shellcheck disable=SC2086 # a list of names
[ $# -gt 0 ] || set -- $CHECKS

failed=
for name do
  # In a shell of its own: `set -e` is off inside a condition.
  if [ $# -gt 1 ]; then
    sh "$0" "$name" || failed="$failed $name"
  else
    make "$name"
  fi
done
if [ -n "$failed" ]; then
  echo "Failed:$failed"
  exit 1
fi
