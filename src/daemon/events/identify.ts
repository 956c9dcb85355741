import { createEventId } from '../../shared/event-id.ts';
import { toEventType, UNPARSED } from '../../shared/event-type.ts';
import { isEventId } from '../../shared/is-event-id.ts';
import { isPublishable } from '../../shared/wire.ts';
import type { RawEvent } from './raw-event.ts';
import { isBulky, skimFields } from './skim.ts';

/** The doctor's question whether an event gets through: answered and shown to whoever asks for it by name, never stored. */
export const PROBE = 'system.probe';

/** What joins an event to others. */
export interface Keys {
  readonly sessionId: string | undefined;
  readonly toolUseId: string | undefined;
  readonly promptId: string | undefined;
}

export interface IdentifiedEvent extends Keys {
  readonly id: string;
  readonly type: string;
  readonly atMs: number;
  readonly data: Record<string, unknown>;
  /** The JSON of `data` as it was written, on one line. */
  readonly body: string;
  /** `data` holds the short fields only: the event has too many values to be taken apart. */
  readonly isSkimmed: boolean;
}

/** What a name becomes has a line before each of its capitals. */
const STORED_TYPE = /^(hook|custom)\.[A-Za-z0-9_.-]{1,128}$/;
const EVENT_NAME = /^[A-Za-z0-9_.-]{1,64}$/;
/** A longer one stays in the data, but is no key. */
const MAX_KEY_CHARS = 200;
/** The last moment of the year 9999: later ones have no ISO date of four digits. */
const MAX_AT_MS = 253_402_300_799_999;

/** Finds out what the bytes are. Undefined when the sender gave a type that nobody may give, or what was imported is no object. */
export function identify(raw: RawEvent, nowMs: number): IdentifiedEvent | undefined {
  if (!isTypeFree(raw)) return undefined;
  const { text, isBulk, parsed } = readRaw(raw);
  if (parsed === undefined && raw.imported !== undefined) return undefined;
  const type = raw.type ?? typeOf(parsed?.hook_event_name) ?? UNPARSED;
  const isText = parsed === undefined || (type === UNPARSED && raw.imported === undefined);
  const data = isText ? { text } : parsed;
  return {
    id: idOf(raw) ?? createEventId(nowMs),
    type,
    atMs: isMoment(raw.sentAtMs) ? raw.sentAtMs : nowMs,
    ...keysOf(data),
    data,
    body: isText ? JSON.stringify(data) : onOneLine(text),
    isSkimmed: isBulk && !isText,
  };
}

function idOf({ id }: RawEvent): string | undefined {
  return id !== undefined && isEventId(id) ? id : undefined;
}

function readRaw({ bytes, read }: RawEvent): Reading {
  if (read !== undefined) return { text: read.text, isBulk: false, parsed: read.data };
  const text = bytes.toString('utf8');
  const isBulk = isBulky(bytes);
  return { text, isBulk, parsed: isBulk ? skimFields(bytes) : parseObject(text) };
}

interface Reading {
  readonly text: string;
  readonly isBulk: boolean;
  /** Undefined for what is no object. */
  readonly parsed: Record<string, unknown> | undefined;
}

export function keysOf(data: Readonly<Record<string, unknown>>): Keys {
  return {
    sessionId: toKey(data.session_id),
    toolUseId: toKey(data.tool_use_id),
    promptId: toKey(data.prompt_id),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // not JSON: kept as text
  }
}

function isTypeFree({ type, imported }: RawEvent): boolean {
  if (imported !== undefined) return type !== undefined && STORED_TYPE.test(type);
  return type === undefined || type === PROBE || isPublishable(type);
}

/** Undefined for what is no event of Claude Code's. */
function typeOf(hookEventName: unknown): string | undefined {
  if (hookEventName === PROBE) return PROBE;
  return typeof hookEventName === 'string' && EVENT_NAME.test(hookEventName) ? toEventType(hookEventName) : undefined;
}

export function isMoment(ms: number | undefined): ms is number {
  return ms !== undefined && Number.isInteger(ms) && ms >= 0 && ms <= MAX_AT_MS;
}

function toKey(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_KEY_CHARS ? value : undefined;
}

/** A line break inside valid JSON is only ever space between its parts (RFC 8259 §7 forbids it in strings). */
function onOneLine(json: string): string {
  const trimmed = json.trim();
  return trimmed.includes('\n') || trimmed.includes('\r') ? trimmed.replace(/[\r\n]+/g, ' ') : trimmed;
}
