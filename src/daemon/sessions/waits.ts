import { countAnswer } from './count-in-minute.ts';
import type { Draft } from './draft.ts';
import { inputKeyOf, shorten, summariseInput } from './input-summary.ts';
import type { Call, Wait } from './session-state.ts';
import { type Told, textOf } from './told.ts';

/** More than anyone can be asked at once; past it the oldest is forgotten. */
const MAX_WAITS = 50;

/** It names no call, so it is given to the open one of that tool and input, else to the oldest of that tool (F53). */
export function beginPermissionWait(draft: Draft, { atMs, tool, agentId, data }: Told): void {
  const inputKey = inputKeyOf(tool, data.tool_input);
  const open = openCalls(draft).filter((call) => call.tool === tool && call.agentId === agentId);
  const free = open.filter((call) => !draft.waits.some((wait) => wait.callId === call.id));
  const call = free.find((one) => one.inputKey === inputKey) ?? free[0];
  const summary = summariseInput(data.tool_input);
  addWait(draft, { kind: 'permission', sinceMs: atMs, what: tool, summary, callId: call?.id, inputKey, agentId });
}

/** The reminder of a permission that was asked for some seconds ago; without a request it is the first we hear of it. */
export function noticePermissionPrompt(draft: Draft, { atMs, agentId, data }: Told): void {
  if (draft.waits.some((wait) => wait.kind === 'permission')) return;
  const call = openCalls(draft).findLast((one) => one.agentId === agentId);
  const what = call?.tool ?? shorten(textOf(data.message) ?? 'permission');
  addWait(draft, { kind: 'permission', sinceMs: atMs, what, summary: call?.summary, callId: call?.id, agentId });
}

export function beginOtherWait(
  draft: Draft,
  kind: 'elicitation' | 'input',
  what: string,
  { atMs, agentId }: Told,
): void {
  addWait(draft, { kind, sinceMs: atMs, what: shorten(what), agentId });
}

/**
 * The call has ended, so nobody waits for it any more; while it ran, nobody did. A wait that could not be given to a call
 * ends with the next of its tool.
 */
export function endWaitsFor(draft: Draft, { id, tool, agentId }: Call, ranMs = 0): void {
  if (draft.waits.length === 0) return;
  const isOver = (wait: Wait): boolean =>
    wait.callId === undefined
      ? wait.kind === 'permission' && wait.agentId === agentId && (wait.what === tool || wait.inputKey === undefined)
      : wait.callId === id;
  endWaits(draft, isOver, ranMs);
}

export function endWaits(draft: Draft, isOver: (wait: Wait) => boolean, agoMs = 0): void {
  const over = draft.waits.filter(isOver);
  if (over.length === 0) return;
  draft.waits = draft.waits.filter((wait) => !over.includes(wait));
  for (const wait of over) countAnswer(draft, wait, agoMs);
}

function addWait(draft: Draft, wait: Wait): void {
  draft.waits = [...draft.waits, wait].slice(-MAX_WAITS);
}

function openCalls(draft: Draft): Call[] {
  return [...draft.calls.values()].filter((call) => call.outcome === 'running');
}
