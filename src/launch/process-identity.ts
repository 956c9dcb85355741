import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';

/** The kernel counts process times in hundredths of a second on every platform Node runs on (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

/** When a process started, in ms since the epoch, to about a second; undefined when there is none of that number, or none we can see. */
export async function processStartedAt(pid: number): Promise<number | undefined> {
  return process.platform === 'linux' ? startedAtFromProc(pid) : startedAtFromPs(pid);
}

function startedAtFromProc(pid: number): number | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold spaces (proc_pid_stat(5))
    const bootedAt = /^btime (\d+)$/m.exec(fs.readFileSync('/proc/stat', 'utf8'))?.[1];
    if (fields[0] === 'Z' || bootedAt === undefined) return undefined;
    return Number(bootedAt) * 1000 + (Number(fields[19]) / TICKS_PER_SECOND) * 1000;
  } catch {
    return undefined; // gone, or not for us to see
  }
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
