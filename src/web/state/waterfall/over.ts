import type { Entry, Lane } from './entry.ts';
import { asksOf } from './find-waits.ts';
import { append, layOut, NO_PART, type Part } from './part.ts';

/** What is over of a session, laid out once; and what would have to happen so that it is not. */
export interface Over {
  /** So many moments are over. */
  readonly count: number;
  /** When the prompt came that is behind them, and when what is over was heard of last. */
  readonly untilMs: number;
  readonly heardMs: number;
  readonly part: Part;
  /** What reaches across in time, or up to it: a wait that is told late may be of then. */
  readonly crossing: readonly Entry[];
  /** The sub-agents that are among it, as they were told of. */
  readonly lanes: ReadonlyMap<Lane, string>;
  /** What calls without an end might still be found to have asked for. */
  readonly asks: ReadonlySet<string>;
}

export const NOTHING_OVER: Over = {
  count: 0,
  untilMs: Number.NEGATIVE_INFINITY,
  heardMs: 0,
  part: NO_PART,
  crossing: [],
  lanes: new Map(),
  asks: new Set(),
};

/** What came behind it is over as well, up to a prompt. */
export function addOver(over: Over, fresh: readonly Entry[], untilMs: number): Over {
  const fromMs = Math.max(over.untilMs, fresh[0]?.moment.atMs ?? untilMs);
  const until = { ms: untilMs, goesOn: false };
  const part = layOut(fresh, { extent: { fromMs, toMs: untilMs }, crossing: over.crossing, until });
  const lanes = fresh.map(({ lane }) => lane).filter((lane) => lane !== undefined);
  const endless = fresh.filter((entry) => hasNotAsked(entry) && !entry.moment.endAt);
  return {
    count: over.count + fresh.length,
    untilMs,
    heardMs: heardMs(fresh, over.heardMs),
    part: append(over.part, part),
    crossing: [...over.crossing, ...fresh].filter(({ bar }) => bar.toMs >= untilMs),
    lanes: new Map([...over.lanes, ...lanes.map((lane) => [lane, stampOf(lane)] as const)]),
    asks: new Set([...over.asks, ...endless.map(asksOf)]),
  };
}

/** Whether what came behind it has to do with what is over, or something of that is told otherwise now. */
export function reachesBack({ lanes, asks, crossing, untilMs }: Over, rest: readonly Entry[]): boolean {
  if ([...lanes].some(([lane, stamp]) => stampOf(lane) !== stamp)) return true;
  const isAskedFor = (key: string): boolean =>
    asks.has(key) || crossing.some((entry) => hasNotAsked(entry) && asksOf(entry) === key);
  return rest.some((entry) => {
    const { moment, lane } = entry;
    if (moment.kind === 'wait' && isAskedFor(asksOf(entry))) return true;
    return lane !== undefined && (lanes.has(lane) || (lane.call?.moment.atMs ?? Number.POSITIVE_INFINITY) <= untilMs);
  });
}

/** A call of which no wait is known: one that is told late may still be its own. */
function hasNotAsked({ moment, wait }: Entry): boolean {
  return moment.kind === 'call' && wait === undefined;
}

/** What of an agent decides where it is drawn; its call may be told long after it. */
function stampOf({ agent, call }: Lane): string {
  return `${agent?.callId} ${call !== undefined} ${agent?.background} ${agent?.state} ${agent?.endedAt}`;
}

/** When entries were heard of last. */
export function heardMs(entries: readonly Entry[], leastMs: number): number {
  return entries.reduce((latestMs, { moment: { atMs, endAtMs } }) => Math.max(latestMs, endAtMs ?? atMs), leastMs);
}
