import type { DatabaseSync } from 'node:sqlite';
import { type ParsedEvent, toSessionEvent } from '../sessions/advance.ts';
import type { NumberedEvent } from '../sessions/story.ts';
import { createOpenStories, type OpenStories } from './open-stories.ts';
import { createMender } from './session-mender.ts';
import { createSessionWriter } from './session-writer.ts';
import { createToldPlace } from './told-place.ts';
import type { Transact } from './transaction.ts';
import { damaged } from './trouble.ts';

/** Past so many events, or stories, that the rows do not know yet, these are written with the next transaction. */
const UNWRITTEN_EVENTS = 2000;
const UNWRITTEN_STORIES = 100;
/** So many events are caught up with at once. */
const PIECE_EVENTS = 200;

/** A new line of the events, as it was written. */
export interface BookedRow {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly atMs: number;
  readonly sessionId: string | null;
  readonly host: string;
  readonly body: string;
  readonly origin: string;
  readonly parsed?: ParsedEvent | undefined;
}

export const EVENT_COLUMNS = 'seq, id, type, at_ms AS atMs, session_id AS sessionId, host, body, origin';

/** How far the rows know the events, how far the stories in memory do, and how far they go. */
interface Reach {
  readonly toldSeq: number;
  readonly notedSeq: number;
  readonly lastSeq: number;
}

/**
 * Keeps the sessions and their spans true to the events. Their rows can be told again from the events, so they are written
 * later than these, many changes at once; `told_up_to_seq` stands beside them and says which events they know
 * (docs/decisions/0055). Whoever takes events away, or changes rows himself, first has all written that is not. But for
 * `catchUp` and `mend` nothing here begins a transaction.
 */
export interface SessionBook extends Pick<OpenStories, 'prune' | 'drop'> {
  /** Takes in an event that was just written; its session's row is there. */
  note(row: BookedRow): void;
  /** Events were put in that belong before others: the session is told again from its beginning. Its row is there. */
  retell(id: string): void;
  /** Whether there is enough to be written. */
  isDue(): boolean;
  /** Whether anything is. */
  isAhead(): boolean;
  /** Writes all that has changed since. */
  write(): void;
  /** The transaction was undone: what is in memory is not what is on disk. */
  forget(): void;
  /** Tells a piece of what whoever was killed before us had not written. True while there is more of it. */
  catchUp(): boolean;
  /**
   * Tells a piece of a story again that has to be told from its beginning: one from before there were sessions, or one
   * whose event came very late. True while there is more to do. What else is known has to be written before, for rows
   * that were told again know every event there is.
   */
  mend(): boolean;
}

export function createSessionBook(database: DatabaseSync, transact: Transact): SessionBook {
  const readEvent = database.prepare(`SELECT ${EVENT_COLUMNS} FROM events WHERE seq = ?`);
  const readEvents = database.prepare(
    `SELECT ${EVENT_COLUMNS} FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
  );
  const readAgain = (seq: number): NumberedEvent => fromDisk(readEvent.get(seq) as unknown as BookedRow);
  const writer = createSessionWriter(database);
  const stories = createOpenStories(database, { readAgain, writer });
  const place = createToldPlace(database);
  const mender = createMender(database, { readAgain, writer, transact, onMended: stories.open });
  let reach: Reach | undefined;

  return {
    note(row) {
      while (isBehind()) tellPiece();
      const { toldSeq, notedSeq } = reached();
      if (row.seq > notedSeq) take(row, toEvent);
      reach = { toldSeq, notedSeq: row.seq, lastSeq: row.seq };
    },
    retell(id) {
      mender.abandon(id);
      stories.giveUp(id);
    },
    isDue() {
      const { toldSeq, lastSeq } = reached();
      return lastSeq - toldSeq >= UNWRITTEN_EVENTS || stories.unwritten() >= UNWRITTEN_STORIES;
    },
    isAhead() {
      const { toldSeq, lastSeq } = reached();
      return lastSeq > toldSeq;
    },
    write() {
      while (isBehind()) tellPiece();
      stories.write();
      const { lastSeq } = reached();
      place.setTold(lastSeq);
      reach = { toldSeq: lastSeq, notedSeq: lastSeq, lastSeq };
    },
    forget() {
      stories.forget();
      reach = undefined;
    },
    prune: stories.prune,
    drop(ids) {
      stories.drop(ids);
      mender.beginAgain();
    },
    catchUp() {
      if (!isBehind()) return false;
      transact(tellPiece);
      return true;
    },
    mend: () => mender.mend(),
  };

  function reached(): Reach {
    if (reach === undefined) {
      const toldSeq = place.toldSeq();
      reach = { toldSeq, notedSeq: toldSeq, lastSeq: place.lastSeq() };
    }
    return reach;
  }

  function isBehind(): boolean {
    const { notedSeq, lastSeq } = reached();
    return notedSeq < lastSeq;
  }

  function tellPiece(): void {
    const { toldSeq, notedSeq, lastSeq } = reached();
    const rows = readEvents.all(notedSeq, lastSeq, PIECE_EVENTS) as unknown as BookedRow[];
    for (const row of rows) take(row, fromDisk);
    reach = { toldSeq, notedSeq: rows.at(-1)?.seq ?? lastSeq, lastSeq };
  }

  function take(row: BookedRow, read: (row: BookedRow) => NumberedEvent): void {
    if (row.sessionId !== null) stories.take(row.sessionId, read(row));
  }
}

function toEvent(row: BookedRow): NumberedEvent {
  return { ...toSessionEvent(row), seq: row.seq };
}

/** What was JSON when it was written is damaged where it is none any more. */
export function fromDisk(row: BookedRow): NumberedEvent {
  try {
    return toEvent(row);
  } catch (error) {
    throw error instanceof SyntaxError ? damaged('an event') : error;
  }
}
