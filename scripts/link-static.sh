#!/bin/sh
# The linker that scriptc calls on Linux, in clang's place: static, so that one executable serves every distribution
# and no loader runs at each hook (docs/decisions/0001-static-native-hook.md). MPM_LINK=dynamic asks for the other kind.
set -eu

find_linker() {
  for name in gcc cc clang; do
    if command -v "$name"; then return; fi
  done
  echo 'link-static.sh: no gcc, cc or clang here.' >&2
  exit 1
}

linker=$(find_linker)

# `-target X` is clang's alone; we build for the machine that we are on.
skip=
for argument do
  shift
  if [ -n "$skip" ]; then
    skip=
  elif [ "$argument" = -target ]; then
    skip=1
  else
    set -- "$@" "$argument"
  fi
done

if [ "${MPM_LINK:-static}" = dynamic ]; then exec "$linker" -O2 "$@"; fi
exec "$linker" -static -no-pie -O2 "$@"
