import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import { askedFor } from '../story-waits.ts';
import type { Bar } from './bars.ts';
import type { Row } from './row.ts';

/**
 * A moment, and what was found out about it. What it has to do with others is found anew for each picture, by passes that
 * neither look up nor make anything; what it is by itself, its bar and its row stay while they are the same.
 */
export interface Entry {
  readonly moment: Moment;
  /** The sub-agent it is of; undefined for the main thread. */
  readonly lane: Lane | undefined;
  /** Of a call or a wait: what it asks for. */
  readonly ask: Ask | undefined;
  /** Of a call: its wait for its permission. */
  wait: Moment | undefined;
  /** Of a wait: it stands in the row of its call. */
  isHeldUp: boolean;
  /** What its agent did next, in the same turn. */
  nextMs: number | undefined;
  /** What it covers of the time; of a prompt it is its turn. */
  bar: Bar;
  /** The wait with which a call was measured; undefined before it was. */
  measuredWith: Moment | 'nothing' | undefined;
  /** What stands under its row. */
  below: Entry[] | undefined;
  row: Row | undefined;
}

/** A sub-agent, as it stands in a picture. */
export interface Lane {
  agent: AgentView | undefined;
  /** The call that sent it. */
  call: Entry | undefined;
  /** What told of its beginning. */
  begin: Entry | undefined;
  lastMs: number;
  nextMs: number | undefined;
}

/** What calls and the waits for their permission have in common. */
export interface Ask {
  /** The calls that may still have been waited for; undefined where nobody waits. */
  free: Entry[] | undefined;
}

export interface Entries {
  readonly list: readonly Entry[];
  /** So many of them, from the first on, are those of the time before. */
  readonly same: number;
  readonly byKey: ReadonlyMap<string, Entry>;
  /** By the sub-agent's id. */
  readonly lanes: ReadonlyMap<string, Lane>;
}

/** Keeps the entry of each moment as long as there is that moment. */
export function createEntries(): (moments: readonly Moment[]) => Entries {
  const lanes = new Map<string, Lane>();
  const asks = new Map<string, Ask>();
  let byKey = new Map<string, Entry>();
  let told: readonly Moment[] = [];
  let list: readonly Entry[] = [];

  const entryOf = (moment: Moment): Entry => {
    const known = byKey.get(moment.key);
    if (known?.moment === moment) return known;
    const entry = toEntry(moment);
    byKey.set(moment.key, entry);
    return entry;
  };
  const toEntry = (moment: Moment): Entry => {
    const { agentId, kind, atMs } = moment;
    const lane = agentId === undefined ? undefined : intern(lanes, agentId, toLane);
    const ask = kind === 'call' || kind === 'wait' ? intern(asks, askedFor(moment), toAsk) : undefined;
    const found = { wait: undefined, isHeldUp: false, nextMs: undefined, measuredWith: undefined, below: undefined };
    return { moment, lane, ask, ...found, bar: { fromMs: atMs, toMs: atMs }, row: undefined };
  };
  return (moments) => {
    const same = countSame(told, moments);
    const fresh = moments.slice(same).map((moment, at) => {
      const known = list[same + at];
      return known?.moment === moment ? known : entryOf(moment);
    });
    list = list.slice(0, same).concat(fresh);
    told = moments;
    if (byKey.size > list.length) byKey = new Map(list.map((entry) => [entry.moment.key, entry])); // something has gone
    return { list, same, byKey, lanes };
  };
}

function countSame(before: readonly Moment[], after: readonly Moment[]): number {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  return same;
}

function intern<Value>(values: Map<string, Value>, name: string, make: () => Value): Value {
  const value = values.get(name) ?? make();
  values.set(name, value);
  return value;
}

function toLane(): Lane {
  return { agent: undefined, call: undefined, begin: undefined, lastMs: 0, nextMs: undefined };
}

function toAsk(): Ask {
  return { free: undefined };
}
