import type { Moment } from '../moment.ts';
import { type Lanes, senderOf } from './lanes.ts';

export interface Placed {
  readonly moment: Moment;
  /** 0 for the main thread, one more for each sub-agent between. */
  readonly depth: number;
}

/** The moments as they stand below one another: by time, and each sub-agent's own together under the row that it belongs to. */
export function orderRows(moments: readonly Moment[], lanes: Lanes): Placed[] {
  const shown = moments.filter((moment) => !lanes.isToldElsewhere(moment));
  if (shown.every(({ agentId }) => agentId === undefined)) return shown.map((moment) => ({ moment, depth: 0 }));
  const keys = new Set(shown.map(({ key }) => key));
  const below = Map.groupBy(shown, (moment) => {
    const head = headOf(moment, lanes);
    return head !== moment.key && head !== undefined && keys.has(head) ? head : undefined;
  });
  const rows: Placed[] = [];
  const placed = new Set<string>();
  const place = (head: string | undefined, depth: number): void => {
    for (const moment of below.get(head) ?? []) {
      if (placed.has(moment.key)) continue;
      placed.add(moment.key);
      rows.push({ moment, depth });
      place(moment.key, depth + 1);
    }
  };
  place(undefined, 0);
  if (rows.length < shown.length) rows.push(...leftOver(shown, placed)); // agents that would stem from themselves
  return rows;
}

function headOf(moment: Moment, lanes: Lanes): string | undefined {
  const { agentId, kind } = moment;
  if (agentId === undefined) return undefined;
  return kind === 'agent' ? senderOf(lanes, moment) : lanes.headOf(agentId);
}

function leftOver(shown: readonly Moment[], placed: ReadonlySet<string>): Placed[] {
  return shown.filter(({ key }) => !placed.has(key)).map((moment) => ({ moment, depth: 1 }));
}
