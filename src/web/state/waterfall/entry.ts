import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import type { Bar } from './bars.ts';
import { countSame } from './count-same.ts';
import type { Row } from './row.ts';

/**
 * A moment, and what was found out about it. What it has to do with others is found anew for each picture, by passes over
 * the entries; its bar and its row stay while they are the same.
 */
export interface Entry {
  readonly moment: Moment;
  /** The sub-agent it is of; undefined for the main thread. */
  readonly lane: Lane | undefined;
  /** What a call would have to ask for, or a wait asks for; undefined before anybody wanted to know. */
  asks: string | undefined;
  /** Of a call: its wait for its permission. */
  wait: Moment | undefined;
  /** Of a wait: it stands in the row of its call. */
  isHeldUp: boolean;
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
  /** When it was heard of last. */
  lastMs: number;
  /** While entries are gone through from the last to the first: what it did next. */
  nextMs: number | undefined;
}

export interface Entries {
  /** One array, changed in place with each picture: whoever keeps any of it copies it. */
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
  let byKey = new Map<string, Entry>();
  let told: readonly Moment[] = [];
  const list: Entry[] = [];

  const entryOf = (moment: Moment): Entry => {
    const known = byKey.get(moment.key);
    if (known?.moment === moment) return known;
    const entry = toEntry(moment);
    byKey.set(moment.key, entry);
    return entry;
  };
  const laneOf = (agentId: string): Lane => {
    const lane = lanes.get(agentId) ?? toLane();
    lanes.set(agentId, lane);
    return lane;
  };
  const toEntry = (moment: Moment): Entry => {
    const { agentId, atMs } = moment;
    const lane = agentId === undefined ? undefined : laneOf(agentId);
    const found = { asks: undefined, wait: undefined, isHeldUp: false, measuredWith: undefined, below: undefined };
    return { moment, lane, ...found, bar: { fromMs: atMs, toMs: atMs }, row: undefined };
  };
  return (moments) => {
    const same = countSame(told, moments);
    for (let at = same; at < moments.length; at += 1) list[at] = entryOf(moments[at] as Moment);
    list.length = moments.length;
    told = moments;
    if (byKey.size > list.length) byKey = new Map(list.map((entry) => [entry.moment.key, entry])); // something has gone
    return { list, same, byKey, lanes };
  };
}

function toLane(): Lane {
  return { agent: undefined, call: undefined, begin: undefined, lastMs: 0, nextMs: undefined };
}
