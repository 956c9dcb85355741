import type { TestDaemon } from '../daemon.ts';
import { ask } from './ask.ts';

/** What became of an event after it was taken in. */
export type Fate = 'held' | 'pruned' | 'forgotten';

export interface LoggedEvent {
  readonly seq: number;
  readonly type: string;
  readonly session: string;
  readonly atMs: number;
  /** Live views pass over it. */
  readonly isImported: boolean;
  fate: Fate;
}

export interface Filter {
  readonly session_id?: string;
  readonly types?: readonly string[];
}

/** What the daemon took in, by its read API, which shares no code with the stream. */
export interface EventLog {
  /** Reads what is new. */
  refresh(daemon: TestDaemon): Promise<void>;
  lastSeq(): number;
  /** What a subscriber with this filter is to hear behind a seq, in order, whatever became of it. */
  asked(filter: Filter, afterSeq: number): LoggedEvent[];
  mark(fate: Fate, isMeant: (event: LoggedEvent) => boolean): void;
  /** Whether something within these seqs was pruned. */
  hasPruned(from: number, to: number): boolean;
  /** The store is another one. */
  begin(): void;
}

/** Its own list, so that a mistake in ours is seen. */
const URGENT: ReadonlySet<string> = new Set(['hook.stop', 'hook.notification']);

export function isUrgent({ type }: LoggedEvent): boolean {
  return URGENT.has(type);
}

export function createEventLog(): EventLog {
  let events: LoggedEvent[] = [];
  const lastSeq = () => events.at(-1)?.seq ?? 0;

  return {
    async refresh(daemon) {
      const headers = { accept: 'application/x-ndjson' };
      const { body } = await ask(daemon, `/v1/events?after=${lastSeq()}`, { headers });
      for (const line of body.split('\n').filter(Boolean)) {
        const { seq, type, session_id: session, timestamp, data } = JSON.parse(line);
        events.push({
          seq,
          type,
          session,
          atMs: Date.parse(timestamp),
          isImported: data.imported === true,
          fate: 'held',
        });
      }
    },
    lastSeq,
    asked: (filter, afterSeq) =>
      events.filter((event) => event.seq > afterSeq && !event.isImported && matches(filter, event)),
    mark(fate, isMeant) {
      for (const event of events) if (event.fate === 'held' && isMeant(event)) event.fate = fate;
    },
    hasPruned: (from, to) => events.some(({ seq, fate }) => seq >= from && seq <= to && fate === 'pruned'),
    begin() {
      events = [];
    },
  };
}

function matches({ session_id: wanted, types }: Filter, { type, session }: LoggedEvent): boolean {
  if (wanted !== undefined && wanted !== session) return false;
  return (
    types === undefined ||
    types.some((glob) => new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(type))
  );
}
