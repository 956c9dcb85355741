import { isObject } from '../../shared/wire.ts';
import type { Draft } from './draft.ts';
import type { Agent, Call } from './session-state.ts';
import { type Told, textOf } from './told.ts';

/** A call is answered so while its agent goes on. */
const BACKGROUND = new Set<unknown>(['async_launched', 'teammate_spawned']);

/** Whatever a sub-agent does shows that it is at work, its start seen or not. An agent without a type is Claude Code's own (F54). */
export function noteAgentAtWork(draft: Draft, { agentId, agentType, atMs }: Told): void {
  if (agentId === undefined) return;
  const known = draft.agents.get(agentId);
  if (known === undefined && agentType === '') return;
  const begun = known ?? { id: agentId, type: '?', startedAtMs: atMs, isBackground: false };
  const type = agentType ?? begun.type;
  if (known?.state === 'working' && known.type === type) return;
  draft.setAgent({ ...begun, type, state: 'working', endedAtMs: undefined });
}

export function endAgent(draft: Draft, { agentId, agentType, atMs }: Told): void {
  if (agentId === undefined) return;
  const known = draft.agents.get(agentId);
  if (known === undefined && (agentType === undefined || agentType === '')) return;
  const begun = known ?? { id: agentId, type: agentType ?? '?', startedAtMs: atMs, isBackground: false };
  draft.setAgent({ ...begun, state: 'ended', endedAtMs: atMs });
  draft.background = draft.background.filter((task) => task.id !== agentId);
}

/** It lives on and waits for word from the others. */
export function restAgent(draft: Draft, { agentId }: Told): void {
  const agent = draft.agents.get(agentId ?? '');
  if (agent !== undefined) draft.setAgent({ ...agent, state: 'idle', endedAtMs: undefined });
}

/** The call's answer is the only thing that says which agent it began (F54). */
export function linkAgent(draft: Draft, call: Call, response: unknown): void {
  const id = isObject(response) ? textOf(response.agentId) : undefined;
  if (id === undefined || !isObject(response)) return;
  const isBackground = BACKGROUND.has(response.status);
  const known = draft.agents.get(id);
  const link = { callId: call.id, parentId: call.agentId };
  if (known !== undefined) {
    draft.setAgent({ ...known, ...link, isBackground });
    return;
  }
  const startedAtMs = call.startedAtMs ?? draft.lastAtMs;
  const type = textOf(response.agentType) ?? textOf(response.agent_type) ?? '?';
  const state = isBackground ? 'working' : 'ended';
  draft.setAgent({ id, type, state, startedAtMs, isBackground, ...link });
}

/** Whether it goes on when the human takes the word: it, or one that it works for, is in the background. */
export function isInBackground(draft: Draft, agentId: string | undefined): boolean {
  const seen = new Set<string>();
  for (let id = agentId; id !== undefined && !seen.has(id); id = draft.agents.get(id)?.parentId) {
    seen.add(id);
    if (draft.agents.get(id)?.isBackground === true || draft.background.some((task) => task.id === id)) return true;
  }
  return false;
}

export function interruptAgents(draft: Draft, isMeant: (agent: Agent) => boolean = () => true): void {
  for (const agent of draft.agents.values()) {
    const isAlive = agent.state === 'working' || agent.state === 'idle';
    if (isAlive && isMeant(agent)) draft.setAgent({ ...agent, state: 'interrupted', endedAtMs: draft.lastAtMs });
  }
}

/** A new turn: of agents that ended before it nobody will speak again. */
export function forgetEndedAgents(draft: Draft): void {
  for (const { id, state } of draft.agents.values()) {
    if (state === 'ended' || state === 'interrupted') draft.dropAgent(id);
  }
}
