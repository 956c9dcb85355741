import type { FileCount, ForgetReport } from '../shared/forget-report.ts';
import type { SpooledTrace } from './events/spool-traces.ts';
import type { FoundSession } from './store/eraser.ts';
import type { SetAsideStore } from './store/set-aside-stores.ts';

/** What is to be forgotten, wherever it is kept but for the events. */
export interface Found {
  readonly sessions: readonly FoundSession[];
  readonly spool: readonly SpooledTrace[];
  readonly rejected: readonly SpooledTrace[];
  readonly setAside: readonly SetAsideStore[];
}

/** What was forgotten at one go. */
export interface Round {
  readonly found: Found;
  /** Those of which nothing is left. */
  readonly sessions: readonly string[];
  readonly events: number;
  readonly bytes: number;
}

/** Of two rounds; what is set aside the later one knows best. */
export function together(one: Round, other: Round): Round {
  const sessions = new Map([...one.found.sessions, ...other.found.sessions].map((session) => [session.id, session]));
  return {
    found: {
      sessions: [...sessions.values()],
      spool: [...one.found.spool, ...other.found.spool],
      rejected: [...one.found.rejected, ...other.found.rejected],
      setAside: other.found.setAside,
    },
    sessions: [...new Set([...one.sessions, ...other.sessions])],
    events: one.events + other.events,
    bytes: one.bytes + other.bytes,
  };
}

interface Counted extends Pick<ForgetReport, 'sessions' | 'events' | 'bytes' | 'logLines'> {
  readonly setAsideToo: boolean;
}

export function toReport(found: Found, { setAsideToo, ...counted }: Counted): ForgetReport {
  return {
    ...counted,
    running: found.sessions.filter(({ isRunning }) => isRunning).length,
    spool: countFiles(found.spool),
    rejected: countFiles(found.rejected),
    setAside: found.setAside.map((one) => ({ ...one, removed: setAsideToo })),
  };
}

function countFiles(files: readonly SpooledTrace[]): FileCount {
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}
