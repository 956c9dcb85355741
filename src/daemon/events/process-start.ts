import { readBootTimeMs, readProcStat } from '../../shared/proc-stat.ts';

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
  const bootedAtMs = readBootTimeMs(proc);

  return (pid) => {
    const remembered = known.get(pid);
    if (remembered !== undefined && now() - remembered.askedAtMs < freshMs) return remembered.startedAt;
    const stat = readProcStat(pid, proc);
    const startedAt = bootedAtMs === undefined || stat === undefined ? undefined : bootedAtMs + stat.startMs;
    if (known.size >= REMEMBERED) known.clear();
    known.set(pid, { startedAt, askedAtMs: now() });
    return startedAt;
  };
}
