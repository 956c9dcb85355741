import type { AgentView } from '../../../shared/session-view.ts';
import type { Entries, Entry, Lane } from './entry.ts';

/** Finds out how each sub-agent stands: who sent it, when it began, and what was heard of it last. */
export function findLanes(
  entries: readonly Entry[],
  { byKey, lanes }: Pick<Entries, 'byKey' | 'lanes'>,
  tree: readonly AgentView[],
): void {
  if (lanes.size === 0) return;
  const agents = new Map(flatten(tree));
  for (const [id, lane] of lanes) {
    const agent = agents.get(id);
    const call = agent?.callId === undefined ? undefined : byKey.get(`call ${agent.callId}`);
    Object.assign(lane, { agent, call, begin: undefined, lastMs: 0 } satisfies Partial<Lane>);
  }
  const loops = [...lanes.values()].filter((lane) => stemsFromItself(lane, lanes.size));
  for (const lane of loops) lane.call = undefined;
  for (const entry of entries) if (entry.lane) hear(entry.lane, entry);
}

function hear(lane: Lane, entry: Entry): void {
  const { kind, atMs, endAtMs = atMs } = entry.moment;
  lane.lastMs = Math.max(lane.lastMs, endAtMs);
  if (kind === 'agent') lane.begin ??= entry;
}

/**
 * The row that a sub-agent's own stand under: the call that sent it; its own beginning while that is not known, or when it
 * works on after the call.
 */
export function headOf({ lane, moment }: Entry): Entry | undefined {
  if (lane === undefined) return undefined;
  const { call, begin, agent } = lane;
  if (moment.kind === 'agent') return call;
  return agent?.background === true ? begin : (call ?? begin);
}

/** Whether it is told by another row: that of the call which its agent was sent by. */
export function isToldElsewhere({ moment, lane, isHeldUp }: Entry): boolean {
  return isHeldUp || (moment.kind === 'agent' && lane?.call !== undefined && lane.agent?.background !== true);
}

function stemsFromItself(lane: Lane, most: number): boolean {
  let above = lane.call?.lane;
  for (let steps = 0; above !== undefined && above !== lane && steps < most; steps += 1) above = above.call?.lane;
  return above === lane;
}

function* flatten(tree: readonly AgentView[]): Generator<readonly [string, AgentView]> {
  for (const agent of tree) {
    yield [agent.id, agent];
    yield* flatten(agent.agents);
  }
}
