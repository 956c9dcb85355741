import { MpmError } from '../shared/errors.ts';
import { createEventId } from '../shared/event-id.ts';
import { isPriority } from '../shared/event-type.ts';
import { isEventId } from '../shared/is-event-id.ts';
import { isPublishable } from '../shared/wire.ts';
import type { Letter } from './outbox.ts';

/** What happened: anything that JSON can hold, under names. */
export type EventData = Readonly<Record<string, unknown>>;

export interface PublishOptions {
  /** The same id again is the same event again, and dropped. */
  readonly id?: string | undefined;
  /** When it happened: ISO 8601, or ms since the epoch; default now. */
  readonly timestamp?: string | number | undefined;
  /** The session that it belongs to. */
  readonly sessionId?: string | undefined;
}

/** Throws `NOT_AN_EVENT` for what no daemon would take, so that the mistake is found where it was made. */
export function toLetter(type: string, data: EventData, options: PublishOptions = {}): Letter {
  const nowMs = Date.now();
  const { id = createEventId(nowMs), sessionId } = options;
  if (!isPublishable(type)) throw wrong(`A type begins with "custom." or "hook."; "${type}" does not.`);
  if (!isEventId(id)) throw wrong('An id is 8 to 64 letters, digits, dots, dashes or underscores.');
  const timestamp = toTimestamp(options.timestamp ?? nowMs);
  const whole = sessionId === undefined ? data : { ...data, session_id: sessionId };
  return { id, text: print({ type, id, timestamp, data: whole }), isPriority: isPriority(type) };
}

function toTimestamp(moment: string | number): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) throw wrong('A timestamp is an ISO 8601 time, or milliseconds since the epoch.');
  return date.toISOString();
}

function print(message: object): string {
  try {
    return JSON.stringify(message);
  } catch (error) {
    throw wrong('The data cannot be written as JSON.', error);
  }
}

function wrong(sentence: string, cause?: unknown): MpmError {
  return new MpmError('NOT_AN_EVENT', sentence, { cause });
}
