#!/bin/sh
# Builds and runs every test; `npm test -- <what vitest takes>` runs some. On a fresh clone it fetches what it needs.
# As root on Debian it also installs the programs that tests ask for, after saying so; MPM_TEST_APT=0 declines.
set -eu
cd "$(dirname "$0")/.."

is_missing() { ! command -v "$1" > /dev/null; }

install_programs() {
  packages=
  if is_missing tmux; then packages="$packages tmux"; fi
  if is_missing shellcheck; then packages="$packages shellcheck"; fi
  if is_missing ip; then packages="$packages iproute2"; fi
  if is_missing jq; then packages="$packages jq"; fi
  if is_missing chromium; then packages="$packages chromium"; fi
  if ! /usr/bin/python3 -c 'import websockets' 2> /dev/null; then packages="$packages python3-websockets"; fi
  if is_missing h2load; then packages="$packages nghttp2-client"; fi
  if is_missing wrk; then packages="$packages wrk"; fi
  if is_missing unshare; then packages="$packages util-linux"; fi
  if is_missing chromium && is_missing google-chrome; then packages="$packages chromium"; fi
  if [ -z "$packages" ]; then return; fi

  if [ "${MPM_TEST_APT:-1}" = 0 ] || [ "$(id -u)" != 0 ] || [ ! -e /etc/debian_version ]; then
    echo "Not here, and not installed:$packages. Tests that need them are skipped."
    return
  fi
  echo "Installing for the tests:$packages (MPM_TEST_APT=0 declines)."
  # shellcheck disable=SC2086 # a list of names
  if ! { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends $packages; } > /dev/null; then
    echo 'apt-get could not; the tests that need them are skipped.'
  fi
}

. scripts/prepare.sh
report=dist/test-results.json
rm -f "$report"

install_programs
node scripts/build.ts

status=0
# What the user set for other Node programs must not decide how ours behave.
env -u NODE_OPTIONS -u NODE_EXTRA_CA_CERTS \
  vitest run --reporter=default --reporter=json --outputFile.json="$report" "$@" || status=$?
if [ -e "$report" ]; then node scripts/tell-skipped.ts "$report"; fi
exit "$status"
