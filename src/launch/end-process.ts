import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../shared/errors.ts';
import type { HomePaths } from '../shared/paths.ts';
import { type DaemonState, readState } from '../shared/state-file.ts';
import { holdsOpen, isAlive, processStartedAt } from './process-identity.ts';

/** The kernel and the daemon measure a start to about a second each. */
const START_TOLERANCE_MS = 2500;

/** The daemon that the state file speaks of, if that very process still lives and holds this home: the only one we may ever end. */
export async function findOwnProcess(paths: HomePaths): Promise<DaemonState | undefined> {
  const state = readState(paths.state);
  if (state === undefined) return undefined;
  const startedAt = await processStartedAt(state.pid);
  if (startedAt === undefined || Math.abs(startedAt - state.startedAt) > START_TOLERANCE_MS) return undefined;
  return holdsOpen(state.pid, paths.owner) === false ? undefined : state;
}

/** Asks with SIGTERM, and ends with SIGKILL what has not gone by then (a stopped process hears nothing else). */
export async function endProcess(pid: number, graceMs: number): Promise<void> {
  if (!signal(pid, 'SIGTERM')) return;
  if (await isGoneWithin(pid, graceMs)) return;
  signal(pid, 'SIGKILL');
  await isGoneWithin(pid, 5000);
}

async function isGoneWithin(pid: number, timeMs: number): Promise<boolean> {
  const deadline = Date.now() + timeMs;
  while (Date.now() < deadline) {
    if (!isAlive(pid) || (await processStartedAt(pid)) === undefined) return true;
    await delay(20);
  }
  return false;
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false; // gone by itself
    throw error;
  }
}
