#!/bin/sh
# Builds mpm-hook, places it, wires it into Claude Code and starts its daemon; `install.sh --uninstall` undoes that.
# Safe to run again: an upgrade takes the place of what is there, and older versions are removed.
set -eu

usage() {
  cat << 'END'
install.sh  Builds and installs mpm-hook for this user

Usage  ./install.sh [options]

  --no-hooks     Leave the settings of Claude Code alone
  --dry-run      Say what would be done, and do nothing
  --uninstall    Take out the hooks, stop the daemon, remove the programs; your events stay
  --help         Show this

PREFIX (default ~/.local) says where: the programs go to PREFIX/share/mpm-hook, the command to PREFIX/bin.
END
}

say() { printf '%s\n' "$*"; }
complain() { printf 'install.sh: %s\n' "$1" >&2; if [ $# -gt 1 ]; then printf '  %s\n' "$2" >&2; fi; }

# Announces an action, and does it unless this is a rehearsal.
act() {
  say "$1"
  shift
  if [ "$dry_run" = no ]; then "$@"; fi
}

# --- what is needed -----------------------------------------------------------------------------------------------

check_needs() {
  if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
    complain 'Node (20 or newer) and npm are needed to build.' 'On Debian: apt-get install nodejs npm'
    exit 1
  fi
  major=$(node -p 'process.versions.node.split(".")[0]')
  if [ "$major" -lt 20 ]; then
    complain "Node $major is too old to build with; 20 or newer is needed." 'https://nodejs.org/en/download'
    exit 1
  fi
  if ! command -v gcc > /dev/null && ! command -v cc > /dev/null && ! command -v clang > /dev/null; then
    say 'No linker (gcc, cc or clang) is here: the hook takes its Node form, some 35 ms an event instead of 3.'
    say '  For the native one install a linker and run this again. On Debian: apt-get install gcc libc6-dev'
  fi
}

# In a shell of its own: the Node that builds is not the one that the user goes on with.
build() { sh -euc '. scripts/prepare.sh && node scripts/build.ts'; }

# --- the programs -------------------------------------------------------------------------------------------------

# Notes the folders that were not there before, so that --uninstall can take them away again.
make_folder() {
  if [ -d "$1" ]; then return; fi
  make_folder "$(dirname "$1")"
  mkdir "$1"
  made="$made$1
"
}

# By renaming: a running program cannot be written over, and nobody must ever find half of one.
place_file() {
  cp "$1" "$2.new"
  chmod 755 "$2.new"
  mv -f "$2.new" "$2"
}

place_programs() {
  made=
  make_folder "$bin"
  make_folder "$share/$version"
  printf '%s' "$made" >> "$share/made-folders"
  place_file dist/mpm-hook-full "$share/$version/mpm-hook-full"
  place_file dist/mpm-hook "$share/$version/mpm-hook"
  point "$share/current" "$version"
  point "$bin/mpm-hook" "$share/current/mpm-hook"
}

# Makes or turns a link in one step: between the two there is no moment without a program. (`mv` would follow the old
# link into its folder.)
point() {
  rm -f "$1.new"
  ln -s "$2" "$1.new"
  node -e 'require("node:fs").renameSync(process.argv[1], process.argv[2])' "$1.new" "$1"
}

remove_older() {
  for folder in "$share"/*/; do
    folder=${folder%/}
    if [ ! -d "$folder" ] || [ -L "$folder" ] || [ "$folder" = "$share/$version" ]; then continue; fi
    if is_in_use "$folder"; then
      say "Leaving $folder: a program in it is running. The next install removes it."
    else
      act "Removing the older $folder." rm -rf "$folder"
    fi
  done
}

is_in_use() {
  if [ ! -d /proc/self ]; then
    running=$(ps -A -o comm=)
    case $running in *"$1/"*) return 0 ;; *) return 1 ;; esac
  fi
  for link in /proc/[0-9]*/exe; do
    case $(readlink "$link" 2> /dev/null || true) in "$1"/*) return 0 ;; esac
  done
  return 1
}

tell_path() {
  found=$(command -v mpm-hook || true)
  case ":$PATH:" in
    *":$bin:"*)
      if [ -n "$found" ] && [ "$found" != "$bin/mpm-hook" ]; then
        say "Another mpm-hook comes first on your PATH: $found"
      fi
      ;;
    *)
      say "$bin is not on your PATH. Add to your shell's profile:"
      say "  export PATH=\"$bin:\$PATH\""
      ;;
  esac
}

# --- installing ---------------------------------------------------------------------------------------------------

install_all() {
  check_needs
  act 'Building (npm ci where needed, then scripts/build.ts).' build
  version=$(node -p 'require("./package.json").version')
  act "Placing version $version in $share, and $bin/mpm-hook as a link to it." place_programs
  if [ "$hooks" = yes ]; then
    act 'Wiring the hooks: mpm-hook install --user' "$program" install --user
  fi
  act 'Starting the daemon: mpm-hook daemon restart' "$program" daemon restart
  remove_older
  act 'Looking whether all is well: mpm-hook doctor' ask_doctor
  tell_path
  say ''
  if [ "$hooks" = yes ]; then say 'From now on every session of Claude Code is heard, those that run already too.'; fi
  say '  mpm-hook open    the dashboard: what each session does, and where it waits for you'
  say '  mpm-hook stats   what the last hour brought, here in the terminal'
  say "To undo all of this: $here/install.sh --uninstall"
}

# Where no hooks were wired the doctor misses them, rightly, and this is no failure of ours.
ask_doctor() {
  if "$program" doctor || [ "$hooks" = no ]; then return; fi
  complain 'The programs are in place, but the doctor found something to mend.' 'mpm-hook doctor'
  exit 1
}

# --- uninstalling -------------------------------------------------------------------------------------------------

uninstall_all() {
  if [ -e "$program" ]; then
    act 'Taking out the hooks: mpm-hook uninstall --user' take_out_hooks
    act 'Stopping the daemon: mpm-hook daemon stop' stop_daemon
  fi
  if [ -L "$bin/mpm-hook" ] && [ "$(readlink "$bin/mpm-hook")" = "$share/current/mpm-hook" ]; then
    act "Removing $bin/mpm-hook." rm -f "$bin/mpm-hook"
  fi
  if [ -d "$share" ]; then
    act "Removing $share." remove_share
  else
    say "Nothing is installed in $share."
  fi
  home=${MPM_HOOK_HOME:-$HOME/.mpm-hook}
  if [ -d "$home" ]; then
    say "Your events and settings stay in $home. To remove them too:"
    say "  rm -r '$home'"
  fi
  say 'Hooks wired into single projects (install --project, --local) are not touched: take them out of their settings.'
}

# Without the program, hooks that are still wired would complain at every event.
take_out_hooks() {
  if "$program" uninstall --user; then return; fi
  complain 'The hooks could not be taken out, so the programs stay.' 'Mend what is said above, and run this again.'
  exit 1
}

# One that does not run is stopped already.
stop_daemon() { "$program" daemon stop || [ $? -eq 3 ]; }

# The folders that installing made, deepest first, go too if nobody else has put anything there.
remove_share() {
  made=$(cat "$share/made-folders" 2> /dev/null || true)
  rm -rf "$share"
  printf '%s\n' "$made" | sort -r | while IFS= read -r folder; do
    if [ -n "$folder" ]; then rmdir "$folder" 2> /dev/null || true; fi
  done
}

# --- from here ----------------------------------------------------------------------------------------------------

dry_run=no
hooks=yes
wish=install_all
for option do
  case $option in
    --dry-run) dry_run=yes ;;
    --no-hooks) hooks=no ;;
    --uninstall) wish=uninstall_all ;;
    --help | -h)
      usage
      exit
      ;;
    *)
      complain "There is no option $option." './install.sh --help'
      exit 64
      ;;
  esac
done

prefix=${PREFIX:-$HOME/.local}
case $prefix in
  /*) ;;
  *)
    complain "PREFIX must be an absolute path, and is $prefix."
    exit 64
    ;;
esac
share=$prefix/share/mpm-hook
bin=$prefix/bin
program=$share/current/mpm-hook

here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
if [ "$dry_run" = yes ]; then say 'A rehearsal: nothing of what follows is done.'; fi
"$wish"
