import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { cleanEnvironment } from '../shared/clean-environment.ts';
import { readSurroundings } from '../shared/config.ts';
import { MpmError } from '../shared/errors.ts';
import { findOnPath, isExecutable } from '../shared/find-on-path.ts';
import type { Whereabouts } from './find-daemon.ts';

const PROGRAM = 'mpm-hook';
/** Where install.sh leaves it, for those who do not have it on their PATH. */
const INSTALLED = ['.local', 'share', 'mpm-hook', 'current', PROGRAM];

/** Runs `mpm-hook daemon start`, which returns when the daemon answers; several at once start one daemon. */
export async function startInstalled({ home, port }: Whereabouts): Promise<void> {
  const { env, userHome } = readSurroundings();
  const program = findProgram(env.PATH ?? '', userHome);
  const where = {
    ...(home === undefined ? {} : { MPM_HOOK_HOME: home }),
    ...(port === undefined ? {} : { MPM_HOOK_PORT: String(port) }),
  };
  const child = spawn(program, ['daemon', 'start'], { env: { ...cleanEnvironment(env), ...where }, stdio: 'ignore' });
  const [code] = await ended(once(child, 'exit'));
  if (code !== 0) throw notStarted(`\`${program} daemon start\` ended with ${code}.`);
}

function findProgram(searchPath: string, userHome: string): string {
  const installed = path.join(userHome, ...INSTALLED);
  const program = findOnPath(PROGRAM, searchPath) ?? (isExecutable(installed) ? installed : undefined);
  if (program === undefined) throw notStarted('mpm-hook is not installed: it is neither on the PATH nor in ~/.local.');
  return program;
}

async function ended(exit: Promise<unknown[]>): Promise<unknown[]> {
  try {
    return await exit;
  } catch (error) {
    throw notStarted('mpm-hook could not be run.', error);
  }
}

function notStarted(sentence: string, cause?: unknown): MpmError {
  return new MpmError('DAEMON_NOT_STARTED', sentence, { hint: 'mpm-hook daemon start', cause });
}
