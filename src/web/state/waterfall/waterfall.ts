import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import { agentBar, type Bar, callBar, markBar, type Until } from './bars.ts';
import { findTurns, type Turn } from './find-turns.ts';
import { findWaits } from './find-waits.ts';
import { findLanes, type Lanes } from './lanes.ts';
import { orderRows } from './order-rows.ts';
import type { Row } from './row.ts';
import { type Stretch, subtract } from './stretch.ts';
import type { Gap } from './time-scale.ts';
import { createTotals, type Totals } from './totals.ts';

/** Shorter pauses are part of the picture. */
const LEAST_GAP_MS = 30_000;

/** Tools that send a sub-agent; which one is known only once they have answered. */
const SENDS: ReadonlySet<string> = new Set(['Agent', 'Task']);

export interface Waterfall {
  readonly extent: Stretch;
  readonly rows: readonly Row[];
  readonly turns: readonly Turn[];
  readonly gaps: readonly Gap[];
  readonly totals: Totals;
}

interface Tale {
  readonly moments: readonly Moment[];
  readonly agents: readonly AgentView[];
  /** Now, as long as the session is not at rest. */
  readonly nowMs: number | undefined;
}

/** Everything that is drawn of a session, by time alone: where it stands on a screen is decided elsewhere. Undefined for a session without moments. */
export function createWaterfall({ moments, agents, nowMs }: Tale): Waterfall | undefined {
  const first = moments[0];
  if (first === undefined) return undefined;
  const heardMs = moments.reduce((latest, { at, endAt }) => Math.max(latest, Date.parse(endAt ?? at)), 0);
  const until: Until = { ms: Math.max(heardMs, nowMs ?? 0), goesOn: nowMs !== undefined };
  const lanes = findLanes(moments, agents);
  const waits = findWaits(moments);
  const bars = measure(moments, { lanes, waits, until });
  const turns = findTurns(moments, ({ key, at }) => bars.get(key)?.toMs ?? Date.parse(at), until);
  const turnOf = new Map(turns.map((turn) => [turn.key, turn]));

  const heldUp = new Set([...waits.values()].map(({ key }) => key));
  const placed = orderRows(
    moments.filter(({ key }) => !heldUp.has(key)),
    lanes,
  );
  const rows = placed.map(({ moment, depth }, index): Row => {
    const bar = turnOf.get(moment.key) ?? (bars.get(moment.key) as Bar);
    const isHead = SENDS.has(moment.name) || (placed[index + 1]?.depth ?? 0) > depth;
    const { fromMs, toMs, isOpen = false } = bar;
    const { wait, isGuess }: Bar = bar;
    return { key: moment.key, moment, depth, isHead, fromMs, toMs, isOpen, wait, isGuess };
  });
  const extent = { fromMs: Date.parse(first.at), toMs: until.ms };
  const standing = rows.map(({ wait }) => wait).filter((wait) => wait !== undefined);
  const idle = subtract([extent], [...rows, ...turns]);
  return { extent, rows, turns, gaps: findGaps(rows, idle), totals: createTotals({ rows, extent, idle, standing }) };
}

/** What each moment covers. */
function measure(
  moments: readonly Moment[],
  { lanes, waits, until }: { lanes: Lanes; waits: ReadonlyMap<string, Moment>; until: Until },
): Map<string, Bar> {
  const bars = new Map<string, Bar>();
  const nextMs = new Map<string | undefined, number>();
  const lastMs = new Map<string | undefined, number>();
  for (const { agentId, at, endAt } of moments) {
    lastMs.set(agentId, Math.max(lastMs.get(agentId) ?? 0, Date.parse(endAt ?? at)));
  }
  for (const moment of moments.toReversed()) {
    const { kind, key, agentId } = moment;
    bars.set(key, barOf(moment));
    if (kind === 'prompt') nextMs.delete(agentId);
    else if (kind !== 'wait') nextMs.set(agentId, Date.parse(moment.at));
  }
  return bars;

  function barOf(moment: Moment): Bar {
    const { kind, key, agentId = '' } = moment;
    if (kind === 'call') return callBar(moment, waits.get(key), nextMs.get(moment.agentId), until);
    if (kind === 'agent') return agentBar(moment, lanes.agents.get(agentId), lastMs.get(agentId) ?? 0, until);
    return markBar(moment);
  }
}

/** Long stretches without any work: nobody had asked for it, or it waited for an answer. */
function findGaps(rows: readonly Row[], idle: readonly Stretch[]): Gap[] {
  const gaps = [...idle.map((stretch) => toGap(stretch, 'idle')), ...findStandstills(rows)];
  return gaps
    .filter(({ fromMs, toMs }) => toMs - fromMs >= LEAST_GAP_MS)
    .sort((one, other) => one.fromMs - other.fromMs);
}

/** While all that went on waited for the human. */
function findStandstills(rows: readonly Row[]): Gap[] {
  const work = rows.filter(({ moment, isHead }) => moment.kind === 'call' && !isHead);
  const waiting = work.filter(({ wait }) => wait !== undefined);
  const runs = waiting.map(({ toMs, wait }) => ({ fromMs: wait?.toMs ?? toMs, toMs }));
  const others = waiting.length === 0 ? [] : work.filter(({ wait }) => wait === undefined);
  const waits = waiting.map(({ wait }) => wait as Stretch);
  return subtract(waits, [...runs, ...others]).map((stretch) => toGap(stretch, 'wait'));
}

function toGap({ fromMs, toMs }: Stretch, kind: Gap['kind']): Gap {
  return { fromMs, toMs, kind };
}
