import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import type { Bar } from './bars.ts';
import { isTurned } from './find-turns.ts';
import { OVERTAKE_MS } from './find-waits.ts';
import type { LaidOut } from './part.ts';

/**
 * Where moments can be cut in two so that nothing which is yet to come changes what is drawn of the first: at the latest
 * moment of a turn before which everything was over, whose waits have found their calls, and that no sub-agent works
 * across. 0 where there is none.
 */
export function findCut(
  moments: readonly Moment[],
  laidOut: Pick<LaidOut, 'bars' | 'waits'>,
  agents: ReadonlyMap<string, AgentView>,
): number {
  const endOf = createEnds(laidOut);
  const lastOf = lastOfAgents(moments, agents);
  let [cut, overMs, busyUntil] = [0, 0, -1];
  for (const [at, moment] of moments.entries()) {
    if (isTurned(moment) && busyUntil < at && overMs < moment.atMs) cut = at;
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

/** Up to which of the moments the sub-agent works that a moment is of, or that it sent; for ever where nobody knows that it has ended. */
function lastOfAgents(moments: readonly Moment[], agents: ReadonlyMap<string, AgentView>): (moment: Moment) => number {
  const last = new Map<string, number>();
  for (const [at, { agentId }] of moments.entries()) if (agentId !== undefined) last.set(agentId, at);
  const lastOf = (agentId: string): number => {
    const isOver = (agents.get(agentId)?.state ?? 'working') !== 'working';
    return isOver ? (last.get(agentId) ?? -1) : Number.POSITIVE_INFINITY;
  };
  const sent = new Map<string, number>();
  for (const [agentId, { callId }] of agents) {
    const key = `call ${callId}`;
    if (last.has(agentId)) sent.set(key, Math.max(sent.get(key) ?? -1, lastOf(agentId)));
  }
  return ({ key, agentId }) => Math.max(sent.get(key) ?? -1, agentId === undefined ? -1 : lastOf(agentId));
}
