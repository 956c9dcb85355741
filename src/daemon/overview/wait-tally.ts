import {
  WAIT_KINDS,
  type WaitFigures,
  type WaitKind,
  type WaitSum,
  type WaitSums,
  type WaitView,
} from '../../shared/overview.ts';
import type { EndedWait } from '../sessions/minute.ts';
import type { OpenWait } from '../store/minute-reader.ts';
import type { ToldMinute } from './told-minute.ts';

/** Adds up how long the human was waited for. */
export interface WaitTally {
  add(row: Pick<ToldMinute, 'sessionId' | 'told'>): void;
  /** It goes on. */
  addOpen(wait: OpenWait): void;
  told(): WaitFigures;
  /** Undefined for a session that waited for nothing. */
  of(sessionId: string): WaitSums | undefined;
  /** Whether one of its waits goes on. */
  isOpen(sessionId: string): boolean;
}

type Sums = Record<WaitKind, { -readonly [Name in keyof WaitSum]: WaitSum[Name] }>;

interface LongWait {
  readonly sessionId: string;
  readonly wait: EndedWait;
  readonly isOpen: boolean;
  readonly durationMs: number;
}

/** So many are told one by one, of sessions and of each kind. */
const MOST_TOLD = 10;

/** Of each wait counts what lies within the time that is looked at. */
export function createWaitTally({
  sinceMs,
  untilMs,
}: {
  readonly sinceMs: number;
  readonly untilMs: number;
}): WaitTally {
  const sums = createSums();
  const bySession = new Map<string, Sums>();
  const open = new Set<string>();
  const longest: Record<WaitKind, LongWait[]> = { permission: [], question: [], prompt: [] };

  function count(sessionId: string, wait: EndedWait, isOpen: boolean): void {
    const { kind, fromMs, toMs } = wait;
    const durationMs = Math.max(0, toMs - Math.max(fromMs, sinceMs));
    const own = bySession.get(sessionId) ?? createSums();
    bySession.set(sessionId, own);
    addOne(sums[kind], durationMs);
    addOne(own[kind], durationMs);
    const shortest = longest[kind][MOST_TOLD - 1];
    if (shortest !== undefined && shortest.durationMs >= durationMs) return;
    longest[kind] = [...longest[kind], { sessionId, wait, isOpen, durationMs }].sort(byDuration).slice(0, MOST_TOLD);
  }

  return {
    add({ sessionId, told }) {
      for (const wait of told.waits) count(sessionId, wait, false);
    },
    addOpen({ sessionId, kind, sinceMs: fromMs, what, summary }) {
      if (fromMs > untilMs) return;
      open.add(sessionId);
      const asked: EndedWait['kind'] = kind === 'permission' ? kind : 'question';
      count(sessionId, { kind: asked, fromMs, toMs: untilMs, what, summary }, true);
    },
    told() {
      const waited = [...bySession].sort(
        ([one, sum], [other, more]) =>
          waitedMs(more) - waitedMs(sum) || restedMs(more) - restedMs(sum) || (one < other ? -1 : 1),
      );
      return {
        ...sums,
        sessions: waited.slice(0, MOST_TOLD).map(([id, sum]) => ({ id, ...sum })),
        longest: WAIT_KINDS.flatMap((kind) => longest[kind])
          .sort(byDuration)
          .map(toView),
      };
    },
    of: (sessionId) => bySession.get(sessionId),
    isOpen: (sessionId) => open.has(sessionId),
  };
}

function createSums(): Sums {
  const none = () => ({ count: 0, totalMs: 0, longestMs: 0 });
  return { permission: none(), question: none(), prompt: none() };
}

function addOne(sum: Sums[WaitKind], ms: number): void {
  sum.count += 1;
  sum.totalMs += ms;
  sum.longestMs = Math.max(sum.longestMs, ms);
}

function toView({ sessionId, wait, isOpen, durationMs }: LongWait): WaitView {
  const { endedAt, ...view } = toWaitView(sessionId, wait);
  return { ...view, ...(isOpen ? {} : { endedAt }), durationMs };
}

export function toWaitView(sessionId: string, { kind, fromMs, toMs, what, summary }: EndedWait) {
  return {
    session_id: sessionId,
    kind,
    startedAt: new Date(fromMs).toISOString(),
    endedAt: new Date(toMs).toISOString(),
    durationMs: toMs - fromMs,
    ...(what === undefined ? {} : { what }),
    ...(summary === undefined || summary === '' ? {} : { summary }),
  };
}

/** Work stood still for these … */
function waitedMs({ permission, question }: Sums): number {
  return permission.totalMs + question.totalMs;
}

/** … and was done before these. */
function restedMs({ prompt }: Sums): number {
  return prompt.totalMs;
}

function byDuration(one: LongWait, other: LongWait): number {
  return other.durationMs - one.durationMs;
}
