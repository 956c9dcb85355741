import { sayEndReason } from '../../shared/end-reason.ts';
import type { Envelope } from '../../shared/envelope.ts';
import { momentName } from '../../shared/moment-name.ts';
import { summarise } from '../../shared/summary.ts';

export type Outcome = 'running' | 'ok' | 'failed' | 'denied' | 'interrupted' | 'unknown';
export type MomentKind = 'prompt' | 'answer' | 'call' | 'wait' | 'agent' | 'failure' | 'note';

/** A moment of a session's story: said by one event, or a call from its beginning to its end. What it was made of is left in the store. */
export interface Moment {
  readonly key: string;
  readonly kind: MomentKind;
  /** The event that tells it; of a call the first, and the one that ended it. */
  readonly seq: number;
  readonly endSeq?: number | undefined;
  readonly at: string;
  /** Of a call, when its end was told: later than its duration says, when it had to wait for a permission first. */
  readonly endAt?: string | undefined;
  /** The same times as numbers: what grows is measured again and again. */
  readonly atMs: number;
  readonly endAtMs?: number | undefined;
  readonly name: string;
  readonly text: string;
  readonly agentId?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly outcome?: Outcome;
  readonly error?: string | undefined;
  /** Of a wait for a permission or an answer, once it is over. */
  readonly waitedMs?: number;
}

/** Of events that are moments of their own; all others of these are notes. */
const KINDS: Readonly<Record<string, MomentKind>> = {
  'hook.user_prompt': 'prompt',
  'hook.stop': 'answer',
  'hook.stop_failure': 'failure',
  'hook.notification': 'wait',
  'hook.permission_request': 'wait',
  'hook.elicitation': 'wait',
  'hook.subagent_start': 'agent',
  'hook.subagent_stop': 'answer',
};

/** Undefined for an event that is no moment of its own. */
export function toMoment(event: Envelope): Moment | undefined {
  const { type, seq, timestamp, data } = event;
  const name = momentName(type);
  if (name === undefined) return undefined;
  const kind = KINDS[type] ?? 'note';
  const summary = summarise(String(data.hook_event_name), data);
  const isRestart = type === 'hook.session_start' && data.source === 'compact';
  const text = toText(type, summary, data);
  const agentId = agentOf(event);
  const told = { name: isRestart ? 'Goes on' : name, text, agentId };
  return { key: `event ${seq}`, kind, seq, at: timestamp, atMs: Date.parse(timestamp), ...told };
}

function toText(type: string, summary: string, { tool_name: tool, reason }: Envelope['data']): string {
  if (type === 'hook.permission_request') return permissionText(String(tool), summary);
  return type === 'hook.session_end' ? (sayEndReason(textOf(reason)) ?? '') : summary;
}

/** What a wait for permission says of the call that it holds up; nothing else tells which one that is. */
export function permissionText(tool: string, summary: string): string {
  return `for permission: ${tool} ${summary}`;
}

/** Where a call stands after this event; undefined for an event that is not about a call. */
const CALL_ENDS: Readonly<Record<string, Outcome>> = {
  'hook.post_tool': 'ok',
  'hook.post_tool_use_failure': 'failed',
  'hook.permission_denied': 'denied',
};

/** Adds to a call what one of its events tells, whichever comes first; undefined when the event is not about a call. */
export function toCall(event: Envelope, callOf: (key: string) => Moment | undefined): Moment | undefined {
  const { type, data, seq, timestamp } = event;
  const outcome = type === 'hook.pre_tool' ? 'running' : CALL_ENDS[type];
  if (outcome === undefined || typeof data.tool_use_id !== 'string') return undefined;
  const key = `call ${data.tool_use_id}`;
  const known = callOf(key) ?? beginCall(key, event);
  const toldMs = Date.parse(timestamp);
  if (outcome === 'running') return { ...known, seq, at: timestamp, atMs: toldMs, ...spanOf(toldMs, known) };
  const measuredMs = typeof data.duration_ms === 'number' ? data.duration_ms : undefined;
  const started = known.seq === seq ? toldBefore(timestamp, measuredMs) : { at: known.at, atMs: known.atMs };
  return {
    ...known,
    ...started,
    endAt: timestamp,
    endAtMs: toldMs,
    endSeq: seq,
    outcome: data.is_interrupt === true ? 'interrupted' : outcome,
    durationMs: measuredMs ?? toldMs - started.atMs,
    error: textOf(data.error) ?? textOf(data.reason),
  };
}

function beginCall(key: string, event: Envelope): Moment {
  const { seq, timestamp, data } = event;
  const text = summarise('PreToolUse', data);
  const agentId = agentOf(event);
  const told = { name: String(data.tool_name), text, agentId };
  return { key, kind: 'call', seq, at: timestamp, atMs: Date.parse(timestamp), ...told, outcome: 'running' };
}

/** The beginning of a call that was seen to end before. */
function spanOf(startedMs: number, { outcome, atMs, durationMs }: Moment): Partial<Moment> {
  if (outcome === 'running' || durationMs !== undefined) return {};
  return { durationMs: atMs - startedMs };
}

function toldBefore(timestamp: string, durationMs: number | undefined): Pick<Moment, 'at' | 'atMs'> {
  const atMs = Date.parse(timestamp) - (durationMs ?? 0);
  return { at: durationMs === undefined ? timestamp : new Date(atMs).toISOString(), atMs };
}

function agentOf({ data }: Envelope): string | undefined {
  return textOf(data.agent_id);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
