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
  const session = sessionId === null ? '' : `,"session_id":${quote(sessionId)}`;
  const about = `{"type":${quote(type)},"timestamp":"${new Date(event.atMs).toISOString()}","id":${quote(event.id)}`;
  const json = `${about},"seq":${seq}${session},"host":${quote(event.host)},"data":${event.body}${event.cut ? ',"cut":true}' : '}'}`;
  return sessionId === null ? { seq, type, json } : { seq, type, session_id: sessionId, json };
}

/** Of these characters nothing has to be escaped. */
const PLAIN = /^[\w.:-]*$/;

/** As JSON.stringify, in a fraction of its time for names and ids as they nearly always are. */
function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

export function toEnvelope(entry: Entry): Envelope {
  return JSON.parse(entry.json) as Envelope; // printed by toEntry
}
