import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import { agentBar, type Bar, callBar, markBar, type Until } from './bars.ts';
import { findTurns, type Turn } from './find-turns.ts';
import { findWaits } from './find-waits.ts';
import { findLanes, type Lanes } from './lanes.ts';
import { orderRows } from './order-rows.ts';
import type { Row } from './row.ts';
import { join, type Stretch, subtract } from './stretch.ts';
import { addTallies, type Tally, tally } from './totals.ts';

/** Tools that send a sub-agent; which one is known only once they have answered. */
const SENDS: ReadonlySet<string> = new Set(['Agent', 'Task']);

/** What is drawn of a part of a session: some of its moments, one behind the other. */
export interface Part {
  readonly rows: readonly Row[];
  readonly turns: readonly Turn[];
  /** In which something was done: in order, none touching the next. */
  readonly done: readonly Stretch[];
  /** In which all that went on waited for the human. */
  readonly standstills: readonly Stretch[];
  readonly tally: Tally;
}

/** A part, and what was found out on the way about each of its moments. */
export interface LaidOut {
  readonly part: Part;
  readonly bars: ReadonlyMap<string, Bar>;
  /** The wait of a call for its permission, by the call's key. */
  readonly waits: ReadonlyMap<string, Moment>;
}

export const NO_PART: Part = { rows: [], turns: [], done: [], standstills: [], tally: tally([]) };

export function layOut(moments: readonly Moment[], agents: readonly AgentView[], until: Until): LaidOut {
  const lanes = findLanes(moments, agents);
  const waits = findWaits(moments);
  const bars = measure(moments, { lanes, waits, until });
  const turns = findTurns(moments, ({ key, atMs }) => bars.get(key)?.toMs ?? atMs, until);
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
  const done = join([...rows, ...turns]);
  return { part: { rows, turns, done, standstills: findStandstills(rows), tally: tally(rows) }, bars, waits };
}

/** What was over and what came then, as if it had been laid out at once. */
export function append(before: Part, after: Part): Part {
  const joint = joinTurns(before.turns.at(-1), after.turns[0]);
  const isJoint = joint !== undefined;
  return {
    rows: (isJoint ? stretchTurn(before.rows, joint) : before.rows).concat(after.rows),
    turns: isJoint ? [...before.turns.slice(0, -1), joint, ...after.turns.slice(1)] : before.turns.concat(after.turns),
    done: join([...before.done, ...after.done, ...(isJoint ? [joint] : [])]),
    standstills: before.standstills.concat(after.standstills),
    tally: addTallies(before.tally, after.tally),
  };
}

/** A turn without a prompt of its own is the one that was going on. */
function joinTurns(last: Turn | undefined, first: Turn | undefined): Turn | undefined {
  if (last === undefined || first === undefined || first.key !== undefined) return undefined;
  return { ...first, key: last.key, fromMs: last.fromMs };
}

/** The row of its prompt lasts as long as the turn. */
function stretchTurn(rows: readonly Row[], { key, toMs, isOpen }: Turn): readonly Row[] {
  const at = key === undefined ? -1 : rows.findLastIndex((row) => row.key === key);
  const prompt = rows[at];
  return prompt === undefined ? rows : rows.with(at, { ...prompt, toMs, isOpen });
}

/** What each moment covers. */
function measure(
  moments: readonly Moment[],
  { lanes, waits, until }: { lanes: Lanes; waits: ReadonlyMap<string, Moment>; until: Until },
): Map<string, Bar> {
  const bars = new Map<string, Bar>();
  const nextMs = new Map<string | undefined, number>();
  const lastMs = new Map<string | undefined, number>();
  for (const { agentId, atMs, endAtMs } of moments) {
    lastMs.set(agentId, Math.max(lastMs.get(agentId) ?? 0, endAtMs ?? atMs));
  }
  for (const moment of moments.toReversed()) {
    const { kind, key, agentId } = moment;
    bars.set(key, barOf(moment));
    if (kind === 'prompt') nextMs.delete(agentId);
    else if (kind !== 'wait') nextMs.set(agentId, moment.atMs);
  }
  return bars;

  function barOf(moment: Moment): Bar {
    const { kind, key, agentId = '' } = moment;
    if (kind === 'call') return callBar(moment, waits.get(key), nextMs.get(moment.agentId), until);
    if (kind === 'agent') return agentBar(moment, lanes.agents.get(agentId), lastMs.get(agentId) ?? 0, until);
    return markBar(moment);
  }
}

/** While all that went on waited for the human. */
function findStandstills(rows: readonly Row[]): Stretch[] {
  const work = rows.filter(({ moment, isHead }) => moment.kind === 'call' && !isHead);
  const waiting = work.filter(({ wait }) => wait !== undefined);
  const runs = waiting.map(({ toMs, wait }) => ({ fromMs: wait?.toMs ?? toMs, toMs }));
  const others = waiting.length === 0 ? [] : work.filter(({ wait }) => wait === undefined);
  const waits = waiting.map(({ wait }) => wait as Stretch);
  return subtract(waits, [...runs, ...others]);
}
