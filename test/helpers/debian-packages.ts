import { execFile, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { promisify } from 'node:util';

/**
 * Which of these programs this machine lacks. `wanted` names for each the Debian packages that bring it: as root on
 * Debian they are installed, after saying so; `MPM_TEST_APT=0` declines.
 */
export async function findMissingPrograms(wanted: Readonly<Record<string, string>>): Promise<string[]> {
  const missing = Object.keys(wanted).filter((program) => !isThere(program));
  if (missing.length === 0 || !mayInstall()) return missing;
  const packages = missing.flatMap((program) => wanted[program]?.split(' ') ?? []);
  process.stderr.write(`Installing for the tests: ${packages.join(' ')} (MPM_TEST_APT=0 declines).\n`);
  try {
    await apt('update');
    await apt('install', '--yes', '--no-install-recommends', ...packages);
  } catch (error) {
    process.stderr.write(`apt-get could not: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  return missing.filter((program) => !isThere(program));
}

function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0;
}

function mayInstall(): boolean {
  return process.env.MPM_TEST_APT !== '0' && process.getuid?.() === 0 && fs.existsSync('/etc/debian_version');
}

async function apt(...words: readonly string[]): Promise<void> {
  await promisify(execFile)('apt-get', ['-qq', ...words], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
