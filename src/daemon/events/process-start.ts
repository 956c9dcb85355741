import * as fs from 'node:fs';

/** Linux counts a process's start in hundredths of a second, whatever the kernel's own clock (proc(5), USER_HZ). */
const TICK_MS = 10;
/** The answers for so many processes are remembered … */
const REMEMBERED = 256;
/** … and asked for again after this, since a number may be given to another process. */
const FRESH_MS = 10_000;

/** Tells when a process began, in ms since the epoch; undefined where `/proc` does not show it (another container, macOS). */
export function createProcessStarts({
  now = Date.now,
  proc = '/proc',
  freshMs = FRESH_MS,
} = {}): (pid: number) => number | undefined {
  const known = new Map<number, { readonly startedAt: number | undefined; readonly askedAtMs: number }>();
  const bootedAtMs = readBootTime(proc);

  return (pid) => {
    const remembered = known.get(pid);
    if (remembered !== undefined && now() - remembered.askedAtMs < freshMs) return remembered.startedAt;
    const startedAt = bootedAtMs === undefined ? undefined : readStart(proc, pid, bootedAtMs);
    if (known.size >= REMEMBERED) known.clear();
    known.set(pid, { startedAt, askedAtMs: now() });
    return startedAt;
  };
}

function readBootTime(proc: string): number | undefined {
  const seconds = /^btime (\d+)$/m.exec(read(`${proc}/stat`) ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** The name in parentheses may hold anything, so the fields are counted from its end; the start is field 22. */
function readStart(proc: string, pid: number, bootedAtMs: number): number | undefined {
  const stat = read(`${proc}/${pid}/stat`);
  const ticks = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  return Number.isFinite(ticks) ? bootedAtMs + ticks * TICK_MS : undefined;
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined; // ended, hidden from us, or no such system
  }
}
