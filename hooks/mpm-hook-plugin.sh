#!/bin/sh
# The plugin's hook. A clone holds no executable, so this runs the installed one, or does nothing, in silence:
# a hook that fails is shown to the user on every event. The event stays on stdin and is read by the program.
# MPM_HOOK_BIN names another program than the usual ones.
set -u

# Tells the daemon this wiring from the one in the settings, should both be there.
export MPM_HOOK_VIA=plugin

for program in "${MPM_HOOK_BIN:-}" "${HOME:-}/.local/bin/mpm-hook"; do
  if [ -f "$program" ] && [ -x "$program" ]; then
    exec "$program"
  fi
done

if command -v mpm-hook >/dev/null 2>&1; then
  exec mpm-hook
fi

exit 0
