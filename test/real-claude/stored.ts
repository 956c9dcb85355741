import { DatabaseSync } from 'node:sqlite';
import type { Envelope } from '../../src/shared/envelope.ts';

/** Every event of a store that no daemon holds any more, in the order of arrival, read without any code of ours. */
export function readStore(file: string): Envelope[] {
  const store = new DatabaseSync(file, { readOnly: true });
  try {
    return store.prepare('SELECT * FROM events ORDER BY seq').all() as unknown as Envelope[];
  } finally {
    store.close();
  }
}
