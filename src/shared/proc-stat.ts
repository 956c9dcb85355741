import * as fs from 'node:fs';

/** Linux counts a process's start in hundredths of a second, whatever the kernel's own clock (proc(5), USER_HZ). */
const TICK_MS = 10;

/** What Linux says of a process. */
export interface ProcStat {
  /** `Z` is a process that has ended and was not yet asked for. */
  readonly state: string;
  /** Since the machine was started. */
  readonly startMs: number;
}

/** Undefined where `/proc` does not show the process: it has ended, is hidden from us, or this is no Linux. */
export function readProcStat(pid: number, proc = '/proc'): ProcStat | undefined {
  const stat = read(`${proc}/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name in parentheses may hold anything, so the fields are counted from its end: the state is field 3, the start 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[19]);
  return Number.isFinite(ticks) ? { state: fields[0] ?? '', startMs: ticks * TICK_MS } : undefined;
}

/** When the machine was started, in ms since the epoch, to a second. */
export function readBootTimeMs(proc = '/proc'): number | undefined {
  const seconds = /^btime (\d+)$/m.exec(read(`${proc}/stat`) ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined; // ended, hidden from us, or no such system
  }
}
