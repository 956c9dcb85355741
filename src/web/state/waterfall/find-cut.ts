import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import { OVERTAKE_MS } from '../story-waits.ts';
import type { Bar } from './bars.ts';
import { isTurned } from './find-turns.ts';
import type { LaidOut } from './part.ts';

export interface Cut {
  /** So many moments are before it; 0 where there is none. */
  readonly count: number;
  /** By then everything before it was over. */
  readonly overMs: number;
}

/**
 * Where moments can be cut in two so that nothing which is yet to come changes what is drawn of the first: at the latest
 * moment of a turn before which everything was over, whose waits have found their calls, and that no sub-agent works
 * across.
 */
export function findCut(
  moments: readonly Moment[],
  laidOut: Pick<LaidOut, 'bars' | 'waits'>,
  agents: ReadonlyMap<string, AgentView>,
): Cut {
  const endOf = createEnds(laidOut);
  const lastOf = lastOfAgents(moments, agents);
  let cut: Cut = { count: 0, overMs: 0 };
  let [overMs, busyUntil] = [0, -1];
  for (const [at, moment] of moments.entries()) {
    if (isTurned(moment) && busyUntil < at && overMs < moment.atMs) cut = { count: at, overMs };
    overMs = Math.max(overMs, endOf(moment));
    busyUntil = Math.max(busyUntil, lastOf(moment));
  }
  return cut;
}

/** From when on nothing that comes can change what is drawn of a moment. */
function createEnds({ bars, waits }: Pick<LaidOut, 'bars' | 'waits'>): (moment: Moment) => number {
  const callOf = new Map([...waits].map(([call, wait]) => [wait.key, call]));
  const endOfBar = (bar: Bar | undefined): number => bar?.toMs ?? 0;
  return ({ kind, key, atMs, outcome }) => {
    if (outcome === 'running') return Number.POSITIVE_INFINITY;
    if (kind !== 'wait') return endOfBar(bars.get(key));
    const call = callOf.get(key);
    return call === undefined ? atMs + OVERTAKE_MS : endOfBar(bars.get(call));
  };
}

/** Up to which of the moments the sub-agents work that a moment is of, or that it sent; for ever where nobody knows that they have ended. */
function lastOfAgents(moments: readonly Moment[], agents: ReadonlyMap<string, AgentView>): (moment: Moment) => number {
  const sent = Map.groupBy(agents, ([, { callId }]) => `call ${callId}`);
  const concerned = ({ key, agentId }: Moment): string[] => {
    const ids = sent.get(key)?.map(([id]) => id) ?? [];
    return agentId === undefined ? ids : [...ids, agentId];
  };
  const last = new Map<string, number>();
  for (const [at, moment] of moments.entries()) for (const id of concerned(moment)) last.set(id, at);
  const lastOf = (id: string): number => {
    const isOver = (agents.get(id)?.state ?? 'working') !== 'working';
    return isOver ? (last.get(id) ?? -1) : Number.POSITIVE_INFINITY;
  };
  return (moment) => Math.max(-1, ...concerned(moment).map(lastOf));
}
