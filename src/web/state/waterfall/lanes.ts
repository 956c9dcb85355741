import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';

export interface Lanes {
  /** Every agent there is, whoever sent it. */
  readonly agents: ReadonlyMap<string, AgentView>;
  /** The row that an agent's own stand under; undefined where nothing tells of its beginning. */
  readonly headOf: (agentId: string) => string | undefined;
  /** Whether a moment is told by another row: that of the call which an agent was sent by. */
  readonly isToldElsewhere: (moment: Moment) => boolean;
}

/** Who works under which row: a sub-agent under the call that sent it; under its own beginning while that is not known, or when it works on after the call. */
export function findLanes(moments: readonly Moment[], tree: readonly AgentView[]): Lanes {
  const agents = new Map(flatten(tree));
  const calls = new Set(tree.length === 0 ? [] : moments.filter(({ kind }) => kind === 'call').map(({ key }) => key));
  const begins = new Map<string, string>();
  for (const { kind, key, agentId } of moments) {
    if (kind === 'agent' && agentId !== undefined && !begins.has(agentId)) begins.set(agentId, key);
  }

  const callOf = (agentId: string): string | undefined => {
    const { callId, background = false } = agents.get(agentId) ?? {};
    const key = `call ${callId}`;
    return callId !== undefined && !background && calls.has(key) ? key : undefined;
  };
  return {
    agents,
    headOf: (agentId) => callOf(agentId) ?? begins.get(agentId),
    isToldElsewhere: ({ kind, agentId }) => kind === 'agent' && agentId !== undefined && callOf(agentId) !== undefined,
  };
}

/** The call that a beginning stands under, when it has a row of its own. */
export function senderOf({ agents }: Lanes, { kind, agentId }: Moment): string | undefined {
  const callId = kind === 'agent' && agentId !== undefined ? agents.get(agentId)?.callId : undefined;
  return callId && `call ${callId}`;
}

export function* flatten(tree: readonly AgentView[]): Generator<readonly [string, AgentView]> {
  for (const agent of tree) {
    yield [agent.id, agent];
    yield* flatten(agent.agents);
  }
}
