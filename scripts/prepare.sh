# shellcheck shell=sh
# Sourced by the other scripts, from the repository's root: the packages of the lockfile are there, and their Node and
# tools come first on PATH.

if ! node scripts/modules-current.cjs; then
  echo 'Installing the packages that package-lock.json names (npm ci).'
  npm ci --loglevel=error
fi

PATH="$PWD/node_modules/.bin:$PATH"
export PATH
