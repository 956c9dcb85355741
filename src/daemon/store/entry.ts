import type { Envelope } from '../../shared/envelope.ts';

/**
 * An event as it circulates inside the daemon: its envelope's JSON, made once and shared by everybody it goes to, and
 * what filters ask for. Nobody needs to parse an event to pass it on.
 */
export interface Entry {
  readonly seq: number;
  readonly type: string;
  readonly session_id?: string;
  readonly json: string;
}

/** What the store knows of an event; `body` is the JSON of its `data`, as Claude Code wrote it. */
export interface StoredEvent {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly atMs: number;
  readonly sessionId: string | null;
  readonly host: string;
  readonly body: string;
  readonly cut: boolean;
}

/** `held`: in memory only, since the file takes nothing now. It must not be acknowledged as stored. */
export type Appended =
  | { readonly status: 'accepted'; readonly entry: Entry; readonly held?: true }
  | { readonly status: 'duplicate'; readonly seq: number; readonly held?: true };

/** Sets the body into its envelope as it is: no number, escape or order of keys changes on the way. */
export function toEntry(event: StoredEvent): Entry {
  const { seq, type, sessionId } = event;
  let json = `{"type":${JSON.stringify(type)},"timestamp":"${new Date(event.atMs).toISOString()}"`;
  json += `,"id":${JSON.stringify(event.id)},"seq":${seq}`;
  if (sessionId !== null) json += `,"session_id":${JSON.stringify(sessionId)}`;
  json += `,"host":${JSON.stringify(event.host)},"data":${event.body}${event.cut ? ',"cut":true}' : '}'}`;
  return sessionId === null ? { seq, type, json } : { seq, type, session_id: sessionId, json };
}

export function toEnvelope(entry: Entry): Envelope {
  return JSON.parse(entry.json) as Envelope; // printed by toEntry
}
