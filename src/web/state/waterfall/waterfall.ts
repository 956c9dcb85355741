import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import type { Until } from './bars.ts';
import type { Turn } from './find-turns.ts';
import { layOut, type Part } from './part.ts';
import type { Row } from './row.ts';
import { type Stretch, subtract, totalMs } from './stretch.ts';
import type { Gap } from './time-scale.ts';
import { type Totals, toTotals } from './totals.ts';

/** Shorter pauses are part of the picture. */
const LEAST_GAP_MS = 30_000;

export interface Waterfall {
  readonly extent: Stretch;
  readonly rows: readonly Row[];
  readonly turns: readonly Turn[];
  readonly gaps: readonly Gap[];
  readonly totals: Totals;
}

export interface Tale {
  readonly moments: readonly Moment[];
  readonly agents: readonly AgentView[];
  /** Now, as long as the session is not at rest. */
  readonly nowMs: number | undefined;
}

/** Everything that is drawn of a session, by time alone: where it stands on a screen is decided elsewhere. Undefined for a session without moments. */
export function createWaterfall({ moments, agents, nowMs }: Tale): Waterfall | undefined {
  const [first] = moments;
  if (first === undefined) return undefined;
  const until = findUntil(moments, nowMs);
  return toWaterfall(layOut(moments, agents, until).part, { fromMs: first.atMs, toMs: until.ms });
}

export function findUntil(moments: readonly Moment[], nowMs: number | undefined): Until {
  const heardMs = moments.reduce((latest, { atMs, endAtMs }) => Math.max(latest, endAtMs ?? atMs), 0);
  return { ms: Math.max(heardMs, nowMs ?? 0), goesOn: nowMs !== undefined };
}

export function toWaterfall({ rows, turns, done, standstills, tally }: Part, extent: Stretch): Waterfall {
  const idle = subtract([extent], done);
  const totals = toTotals(tally, totalMs([extent]), totalMs(idle));
  return { extent, rows, turns, gaps: findGaps(idle, standstills), totals };
}

/** Long stretches without any work: nobody had asked for it, or it waited for an answer. */
function findGaps(idle: readonly Stretch[], standstills: readonly Stretch[]): Gap[] {
  const gaps = [...idle.map((stretch) => toGap(stretch, 'idle')), ...standstills.map((one) => toGap(one, 'wait'))];
  return gaps
    .filter(({ fromMs, toMs }) => toMs - fromMs >= LEAST_GAP_MS)
    .sort((one, other) => one.fromMs - other.fromMs);
}

function toGap({ fromMs, toMs }: Stretch, kind: Gap['kind']): Gap {
  return { fromMs, toMs, kind };
}
