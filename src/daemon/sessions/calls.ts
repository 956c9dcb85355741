import { linkAgent } from './agents.ts';
import { countCall } from './count-in-minute.ts';
import type { Draft } from './draft.ts';
import { inputKeyOf, shorten, summariseInput } from './input-summary.ts';
import type { Call, Outcome } from './session-state.ts';
import { objectsOf, type Told, textOf } from './told.ts';
import { endWaitsFor } from './waits.ts';

/** More calls than one message makes; past it the oldest is taken for settled. */
const MAX_ENDED = 100;

export function beginCall(draft: Draft, { callId, tool, agentId, data, atMs }: Told): void {
  if (callId === undefined) return;
  const inputKey = inputKeyOf(tool, data.tool_input);
  const summary = summariseInput(data.tool_input);
  const isNew = !draft.calls.has(callId);
  draft.setCall({ id: callId, tool, summary, startedAtMs: atMs, outcome: 'running', agentId, inputKey });
  if (isNew) draft.counts.toolCalls += 1;
}

/** What a post event says of its call, whatever was concluded before. */
export function endCall(draft: Draft, told: Told, outcome: Outcome): void {
  const { callId, data, atMs } = told;
  if (callId === undefined) return;
  if (draft.ended.includes(callId)) return;
  const before = draft.calls.get(callId) ?? unseenCall(draft, callId, told);
  const measuredMs = typeof data.duration_ms === 'number' ? data.duration_ms : undefined;
  const spanMs = before.startedAtMs === undefined ? undefined : atMs - before.startedAtMs;
  const startedAtMs = before.startedAtMs ?? (measuredMs === undefined ? undefined : atMs - measuredMs);
  const error = textOf(data.error) ?? textOf(data.reason);
  const durationMs = measuredMs ?? spanMs;
  if (outcome === 'failed') draft.counts.errors += 1;
  const call: Call = { ...before, outcome, startedAtMs, durationMs, error: error && shorten(error) };
  draft.setCall(call);
  countCall(draft, call, atMs);
  draft.dropCall(callId);
  draft.ended = [...draft.ended, callId].slice(-MAX_ENDED);
  endWaitsFor(draft, call, measuredMs);
  linkAgent(draft, call, data.tool_response);
}

/**
 * All calls of one message are settled. A call that began and had no post event was denied; one that never began was not
 * valid (F53). What is told by now is told for good.
 */
export function settleBatch(draft: Draft, told: Told): void {
  const ended = new Set(draft.ended);
  for (const one of objectsOf(told.data.tool_calls)) {
    const id = textOf(one.tool_use_id);
    if (id === undefined || ended.delete(id)) continue;
    const call = draft.calls.get(id);
    if (call === undefined) refuseCall(draft, id, { ...told, tool: textOf(one.tool_name) ?? '?', data: one });
    else if (call.outcome === 'running') conclude(draft, call, 'denied');
  }
  if (ended.size < draft.ended.length) draft.ended = [...ended];
}

/** Ends those that match and of which nothing else will tell the end. */
export function concludeCalls(draft: Draft, outcome: Outcome, isMeant: (call: Call) => boolean = () => true): void {
  for (const call of draft.calls.values()) {
    if (call.outcome === 'running' && isMeant(call)) conclude(draft, call, outcome);
  }
}

/** A new turn: of what had ended before it nobody will speak again. */
export function forgetSettledCalls(draft: Draft): void {
  for (const { id, outcome } of draft.calls.values()) if (outcome !== 'running') draft.dropCall(id);
}

function conclude(draft: Draft, call: Call, outcome: Outcome): void {
  draft.setCall({ ...call, outcome });
  endWaitsFor(draft, call);
}

/** An input that is not valid, or a tool that there is not: neither began. */
function refuseCall(draft: Draft, id: string, told: Told): void {
  const { data, atMs } = told;
  const error = textOf(data.tool_response)?.replace(/<\/?tool_use_error>/g, '');
  const call = unseenCall(draft, id, told);
  draft.counts.errors += 1;
  const refused: Call = { ...call, startedAtMs: atMs, outcome: 'failed', error: error && shorten(error) };
  draft.setCall(refused);
  countCall(draft, refused, atMs);
}

function unseenCall(draft: Draft, id: string, { tool, agentId, data }: Told): Call {
  draft.counts.toolCalls += 1;
  return { id, tool, summary: summariseInput(data.tool_input), outcome: 'running', agentId };
}
