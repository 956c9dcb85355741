import type { DatabaseSync } from 'node:sqlite';
import { type ParsedEvent, toSessionEvent } from '../sessions/advance.ts';
import { parseState } from '../sessions/session-state.ts';
import { createStory, type NumberedEvent, type Story } from '../sessions/story.ts';
import { createMender } from './session-mender.ts';
import { createSessionWriter } from './session-writer.ts';
import { createToldPlace } from './told-place.ts';
import type { Transact } from './transaction.ts';

/** So many stories are in memory, the latest; another one is read from its row when it goes on. */
const OPEN_STORIES = 200;
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

/** How far the rows know the events, how far the stories in memory do, and how far they go. */
interface Reach {
  readonly toldSeq: number;
  readonly notedSeq: number;
  readonly lastSeq: number;
}

/**
 * Keeps the sessions and their spans true to the events. Their rows can be told again from the events, so they are written
 * later than these, many changes at once; `told_up_to_seq` stands beside them and says which events they know
 * (docs/decisions/0055). Never begins a transaction.
 */
export interface SessionBook {
  /** Takes in an event that was just written; its session's row is there. */
  note(row: BookedRow): void;
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
  const stories = new Map<string, Story>();
  const changed = new Set<Story>();
  /** Known to be wrong until mended; what comes meanwhile is told then. */
  const stale = new Set<string>();
  const readSession = database.prepare('SELECT fold, stale FROM sessions WHERE id = ?');
  const EVENT = 'SELECT seq, id, type, at_ms AS atMs, session_id AS sessionId, host, body, origin FROM events';
  const readEvent = database.prepare(`${EVENT} WHERE seq = ?`);
  const readEvents = database.prepare(`${EVENT} WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`);
  const writer = createSessionWriter(database);

  const readAgain = (seq: number): NumberedEvent => toEvent(readEvent.get(seq) as unknown as BookedRow);
  const place = createToldPlace(database);
  const mender = createMender(database, { readAgain, writer, transact, onMended: open });
  let reach: Reach | undefined;

  return {
    note(row) {
      while (catchUp());
      const { toldSeq, notedSeq } = reached();
      if (row.seq > notedSeq) take(row);
      reach = { toldSeq, notedSeq: row.seq, lastSeq: row.seq };
    },
    isDue() {
      const { toldSeq, lastSeq } = reached();
      return lastSeq - toldSeq >= UNWRITTEN_EVENTS || changed.size >= UNWRITTEN_STORIES;
    },
    isAhead() {
      const { toldSeq, lastSeq } = reached();
      return lastSeq > toldSeq;
    },
    write,
    forget() {
      stories.clear();
      changed.clear();
      stale.clear();
      writer.forget();
      reach = undefined;
    },
    catchUp,
    mend: () => mender.mend(),
  };

  function reached(): Reach {
    if (reach === undefined) {
      const toldSeq = place.toldSeq();
      reach = { toldSeq, notedSeq: toldSeq, lastSeq: place.lastSeq() };
    }
    return reach;
  }

  function catchUp(): boolean {
    const { toldSeq, notedSeq, lastSeq } = reached();
    if (notedSeq >= lastSeq) return false;
    const rows = readEvents.all(notedSeq, lastSeq, PIECE_EVENTS) as unknown as BookedRow[];
    for (const row of rows) take(row);
    reach = { toldSeq, notedSeq: rows.at(-1)?.seq ?? lastSeq, lastSeq };
    return true;
  }

  function write(): void {
    while (catchUp());
    for (const story of changed) writer.write(story.state(), story.takeChanges());
    changed.clear();
    const { lastSeq } = reached();
    place.setTold(lastSeq);
    reach = { toldSeq: lastSeq, notedSeq: lastSeq, lastSeq };
  }

  function take(row: BookedRow): void {
    if (row.sessionId === null) return;
    const story = storyOf(row.sessionId);
    if (story === undefined) return;
    if (story.take(toEvent(row))) changed.add(story);
    else giveUp(story);
  }

  /** Undefined for a session whose story has to be told again. */
  function storyOf(id: string): Story | undefined {
    if (stale.has(id)) return undefined;
    const opened = stories.get(id);
    if (opened !== undefined) return opened;
    const row = readSession.get(id);
    if (row?.stale === 1) {
      stale.add(id);
      return undefined;
    }
    const state = typeof row?.fold === 'string' ? parseState(row.fold) : undefined;
    return open(createStory(id, { state, readAgain }));
  }

  function open(story: Story): Story {
    stale.delete(story.id);
    stories.set(story.id, story);
    const oldest = stories.values().next().value;
    if (stories.size > OPEN_STORIES && oldest !== undefined && !changed.has(oldest)) stories.delete(oldest.id);
    return story;
  }

  function giveUp(story: Story): void {
    stories.delete(story.id);
    changed.delete(story);
    stale.add(story.id);
    writer.markStale(story.id);
  }
}

function toEvent(row: BookedRow): NumberedEvent {
  return { ...toSessionEvent(row), seq: row.seq };
}
