import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { readBootTimeMs, readProcStat } from '../shared/proc-stat.ts';

/** When a process started, in ms since the epoch, to about a second; undefined when there is none of that number, or none we can see. */
export async function processStartedAt(pid: number): Promise<number | undefined> {
  return process.platform === 'linux' ? startedAtFromProc(pid) : startedAtFromPs(pid);
}

function startedAtFromProc(pid: number): number | undefined {
  const stat = readProcStat(pid);
  const bootedAtMs = readBootTimeMs();
  if (stat === undefined || stat.state === 'Z' || bootedAtMs === undefined) return undefined;
  return bootedAtMs + stat.startMs;
}

async function startedAtFromPs(pid: number): Promise<number | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { LC_ALL: 'C' } });
    const at = Date.parse(stdout.trim());
    return Number.isNaN(at) ? undefined : at;
  } catch {
    return undefined; // ps found no such process
  }
}

/** Whether the process holds this file open, as a daemon holds the owner lock of its home; undefined where that can't be seen. */
export function holdsOpen(pid: number, file: string): boolean | undefined {
  const folder = `/proc/${pid}/fd`;
  let target: string;
  let names: string[];
  try {
    target = fs.realpathSync(file);
    names = fs.readdirSync(folder);
  } catch {
    return undefined; // not Linux, or not our process
  }
  return names.some((name) => {
    try {
      return fs.readlinkSync(path.join(folder, name)) === target;
    } catch {
      return false; // closed meanwhile
    }
  });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
