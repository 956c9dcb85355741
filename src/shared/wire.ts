import { parseMoment } from './duration.ts';
import type { Envelope } from './envelope.ts';
import { isEventId } from './is-event-id.ts';
import { parseReplay, type ReplayMessage, type ReplayState } from './replay-wire.ts';

/** The most events that one answer from the past carries. */
export const MAX_HISTORY = 1000;
/** Names, types and session ids longer than this are a mistake, not a wish. */
const MAX_NAME_CHARS = 200;
/** More patterns than there are kinds of events would only cost time on every event. */
const MAX_TYPES = 64;
/** Nobody needs more in one pattern. */
const MAX_WILDCARDS = 4;

/** Close codes of our own beside those of RFC 6455 §7.4.1; what a client does about each stands in docs/protocol.md. */
export const CLOSE_GOING_AWAY = 1001;
export const CLOSE_TOKEN_CHANGED = 4001;
export const CLOSE_TOO_SLOW = 4008;
export const CLOSE_TOO_MANY = 4029;

/** What a subscriber may ask for. Undefined stands for "not asked". */
export interface RegisterMessage {
  readonly type: 'register';
  /** Undefined for every session. */
  readonly sessionId?: string;
  readonly types?: readonly string[];
  readonly after?: number;
  readonly storeId?: string;
  readonly sinceMs?: number;
  readonly history?: number;
  readonly batch?: boolean;
  readonly name?: string;
}

export interface GetHistoryMessage {
  readonly type: 'get_history';
  readonly limit: number;
  readonly sessionId?: string;
  readonly types?: readonly string[];
}

export interface PublishMessage {
  readonly type: 'publish';
  readonly eventType: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly id?: string;
  readonly timestampMs?: number;
  readonly wantsAck: boolean;
}

export type ClientMessage =
  | RegisterMessage
  | GetHistoryMessage
  | PublishMessage
  | ReplayMessage
  | { readonly type: 'get_status' };

/** What a message was not, as it is told to whoever sent it. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** The `id` of the message at fault, where it had one. */
  readonly id?: string;
}

/** A message that is none. */
export interface Misunderstood {
  readonly problem: Problem;
  /** It was to be an event. */
  readonly isOfEvent?: true;
}

export interface WelcomeMessage {
  readonly type: 'system.welcome';
  readonly version: string;
  readonly protocol: number;
  readonly store_id: string;
  readonly seq: number;
  readonly oldest_seq: number;
  /** Becomes another when forgetting begins and when it ends: who sees another number than before holds what is gone. */
  readonly forgotten?: number;
  readonly session_id: string;
  /** The stream begins behind this seq: what to resume with as long as nothing has come. */
  readonly after: number;
}

/** Seqs of which the client got none though some matched. `null`: nobody can know, as when the store is another one. */
export interface GapMessage {
  readonly type: 'system.gap';
  readonly from: number;
  readonly to: number | null;
  readonly count: number | null;
  readonly reason?: string;
}

interface AckMessage {
  readonly type: 'system.ack';
  readonly id: string;
  readonly seq: number;
}

interface ErrorMessage extends Problem {
  readonly type: 'system.error';
}

/** The fields of `GET /v1/status`. */
interface StatusMessage {
  readonly type: 'system.status';
}

/** What the daemon says of itself and of the connection; envelopes and histories are set together from JSON that is there already. */
export type SystemMessage = WelcomeMessage | GapMessage | AckMessage | ErrorMessage | StatusMessage | ReplayState;

type Fields = Readonly<Record<string, unknown>>;

/** A message of a client's, or what is wrong with it. `nowMs` is what `since: "10m"` counts back from. */
export function parseClientMessage(text: string, nowMs: number): ClientMessage | Misunderstood {
  const fields = parseFields(text);
  if (fields === undefined) return wrong('bad_json', 'A message is one JSON object.');
  const { type } = fields;
  if (type === 'register') return parseRegister(fields, nowMs);
  if (type === 'get_history') return parseGetHistory(fields);
  if (type === 'get_status') return { type };
  if (typeof type === 'string' && isPublishable(type)) {
    const message = parsePublish(fields);
    return 'problem' in message ? { ...message, isOfEvent: true } : message;
  }
  const replay = parseReplay(fields);
  if (replay !== undefined) return replay;
  return wrong(
    'unknown_type',
    `There is no message of ${isName(type) ? `type ${JSON.stringify(type)}` : 'such a type'}.`,
  );
}

/** Types that anyone with the token may publish; `system.*` is the daemon's own. */
export function isPublishable(type: string): boolean {
  return /^(hook|custom)\.[A-Za-z0-9_.-]{1,64}$/.test(type);
}

/** A `{type, data}` object as it comes over the WebSocket or as one line of NDJSON; an exported envelope is one too. */
export function parsePublish(fields: Fields): PublishMessage | { readonly problem: Problem } {
  const { type, data, id, timestamp } = fields;
  const name = typeof id === 'string' && isEventId(id) ? id : undefined;
  if (typeof type !== 'string' || !isPublishable(type)) {
    return wrong('unknown_type', 'Only types that begin with hook. or custom. can be published.', name);
  }
  if (!isObject(data)) return wrong('bad_data', '`data` must be a JSON object.', name);
  if (id !== undefined && name === undefined) {
    return wrong('bad_id', '`id` must be 8 to 64 letters, digits, dots, dashes or underscores.');
  }
  const timestampMs = parseTime(timestamp);
  if (timestampMs === undefined && timestamp !== undefined) {
    return wrong('bad_timestamp', '`timestamp` must be an ISO 8601 time or milliseconds since the epoch.', name);
  }
  return { type: 'publish', eventType: type, data, id: name, timestampMs, wantsAck: fields.ack === true };
}

/** What the daemon says: undefined for a frame that is neither an envelope, an array of them, nor a `system.*` message. */
export function parseServerMessage(text: string): readonly (Envelope | Fields)[] | undefined {
  const value = parseJson(text);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.every((item): item is Fields => isObject(item) && typeof item.type === 'string') ? items : undefined;
}

/** Envelopes carry events; everything else the daemon says is about the connection or itself. */
export function isEnvelope(message: Envelope | Fields): message is Envelope {
  const { type, seq, id, data } = message as Fields;
  return typeof type === 'string' && typeof seq === 'number' && typeof id === 'string' && isObject(data);
}

function parseRegister(fields: Fields, nowMs: number): RegisterMessage | { readonly problem: Problem } {
  const { session_id: session, types, after, store_id: storeId, since, history, batch, name } = fields;
  if (!isName(session)) return wrong('bad_session_id', '`session_id` must be a session\'s id, or "global".');
  if (!isTypes(types))
    return wrong('bad_types', `\`types\` must be at most ${MAX_TYPES} type names, with * as wildcard.`);
  if (!isSeq(after)) return wrong('bad_after', '`after` must be a seq: a whole number, 0 or more.');
  if (!isSeq(history)) return wrong('bad_history', `\`history\` must be a whole number, at most ${MAX_HISTORY}.`);
  if (!isName(storeId)) return wrong('bad_store_id', '`store_id` must be the one of an earlier welcome.');
  if (!isName(name)) return wrong('bad_name', `\`name\` must be a text of at most ${MAX_NAME_CHARS} characters.`);
  const sinceMs = typeof since === 'string' ? parseMoment(since, nowMs) : parseTime(since);
  if (sinceMs === undefined && since !== undefined) {
    return wrong('bad_since', '`since` must be an ISO 8601 time, or how long ago: 90s, 10m, 2h, 1d.');
  }
  return {
    type: 'register',
    sessionId: session === 'global' ? undefined : session,
    types,
    after,
    storeId,
    sinceMs,
    history: history === undefined ? undefined : Math.min(history, MAX_HISTORY),
    batch: batch === true,
    name,
  };
}

function parseGetHistory(fields: Fields): GetHistoryMessage | { readonly problem: Problem } {
  const { limit = MAX_HISTORY, session_id: session, types } = fields;
  if (!isSeq(limit) || limit === undefined) return wrong('bad_limit', '`limit` must be a whole number, 0 or more.');
  if (!isName(session)) return wrong('bad_session_id', '`session_id` must be a session\'s id, or "global".');
  if (!isTypes(types))
    return wrong('bad_types', `\`types\` must be at most ${MAX_TYPES} type names, with * as wildcard.`);
  const sessionId = session === 'global' ? undefined : session;
  return { type: 'get_history', limit: Math.min(limit, MAX_HISTORY), sessionId, types };
}

function wrong(code: string, message: string, id?: string): { readonly problem: Problem } {
  return { problem: id === undefined ? { code, message } : { code, message, id } };
}

function parseTime(written: unknown): number | undefined {
  const ms = typeof written === 'string' ? Date.parse(written) : written;
  return typeof ms === 'number' && Number.isSafeInteger(ms) && ms >= 0 ? ms : undefined;
}

function isName(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && value !== '' && value.length <= MAX_NAME_CHARS);
}

function isTypes(value: unknown): value is readonly string[] | undefined {
  if (value === undefined) return true;
  return Array.isArray(value) && value.length <= MAX_TYPES && value.every(isPattern);
}

function isPattern(value: unknown): value is string {
  return typeof value === 'string' && isName(value) && value.split('*').length <= MAX_WILDCARDS + 1;
}

function isSeq(value: unknown): value is number | undefined {
  return value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined for text that is no JSON object. */
export function parseFields(text: string): Fields | undefined {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // not JSON: told to the sender as such
  }
}
