import { DatabaseSync } from 'node:sqlite';
import type { Envelope } from '../../src/shared/envelope.ts';

interface Row {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly at_ms: number;
  readonly session_id: string | null;
  readonly host: string;
  readonly body: string;
}

/** Every event of a store that no daemon holds any more, in the order of arrival, read past all code of ours. */
export function readStore(file: string): Envelope[] {
  const store = new DatabaseSync(file, { readOnly: true });
  try {
    const columns = 'seq, id, type, at_ms, session_id, host, body';
    const rows = store.prepare(`SELECT ${columns} FROM events ORDER BY seq`).all() as unknown as Row[];
    return rows.map(toEnvelope);
  } finally {
    store.close();
  }
}

function toEnvelope({ seq, id, type, at_ms, session_id, host, body }: Row): Envelope {
  const timestamp = new Date(at_ms).toISOString();
  const data = JSON.parse(body) as Envelope['data'];
  return { seq, id, type, timestamp, host, data, ...(session_id === null ? {} : { session_id }) };
}
