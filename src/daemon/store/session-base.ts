import type { DatabaseSync } from 'node:sqlite';
import { parseState, type SessionState } from '../sessions/session-state.ts';
import type { NumberedEvent } from '../sessions/story.ts';
import { type BookedRow, EVENT_COLUMNS, fromDisk } from './session-book.ts';
import { createToldPlace } from './told-place.ts';

/** How far the file knows a session: where its story stands, and the events that its row does not know yet. */
export interface SessionBase {
  /** Undefined for one without a row. */
  readonly state: SessionState | undefined;
  readonly events: readonly NumberedEvent[];
  /** It has to be told again from its beginning before it can go on. */
  readonly isStale: boolean;
}

/** For who goes on with stories while nothing can be written. */
export interface BaseReader {
  base(id: string): SessionBase;
  /** The sessions whose rows do not know all their events. */
  behind(): string[];
}

export function createBaseReader(database: DatabaseSync): BaseReader {
  const readSession = database.prepare('SELECT fold, stale FROM sessions WHERE id = ?');
  const readEvents = database.prepare(
    `SELECT ${EVENT_COLUMNS} FROM events WHERE session_id = ? AND seq > ? ORDER BY seq`,
  );
  const findBehind = database.prepare(
    'SELECT DISTINCT session_id AS id FROM events WHERE seq > ? AND session_id IS NOT NULL',
  );
  const place = createToldPlace(database);

  return {
    base(id) {
      const row = readSession.get(id);
      const state = typeof row?.fold === 'string' ? parseState(row.fold) : undefined;
      const events = readEvents.all(id, place.toldSeq()) as unknown as BookedRow[];
      return { state, events: events.map(fromDisk), isStale: row?.stale === 1 };
    },
    behind: () => findBehind.all(place.toldSeq()).map(({ id }) => String(id)),
  };
}
