import type { DatabaseSync } from 'node:sqlite';
import { toSessionEvent } from '../sessions/advance.ts';
import { parseState } from '../sessions/session-state.ts';
import { createStory, type NumberedEvent, type Story } from '../sessions/story.ts';
import { createMender } from './session-mender.ts';
import type { Trimmed } from './session-trimmer.ts';
import { createSessionWriter } from './session-writer.ts';

/** So many stories are in memory, the latest; another one is read from its row when it goes on. */
const OPEN_STORIES = 200;

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
}

/** Keeps the sessions and their spans true to the events, in the same transaction. */
export interface SessionBook {
  /** Takes in an event that was just written; its session's row is there. */
  note(row: BookedRow): void;
  /** Events were put in that belong before others: the session is told again from its beginning. Its row is there. */
  retell(id: string): void;
  /** Writes what has changed since. */
  write(): void;
  /** The transaction was undone: what is in memory is not what is on disk. */
  forget(): void;
  /** Events of these sessions are gone from the tables. */
  prune(trimmed: Trimmed): void;
  /** What is in memory of these is not to be believed any more. */
  drop(ids: readonly string[]): void;
  /**
   * Tells a piece of a story again that has to be told from its beginning: one from before there were sessions, or one
   * whose event came very late. True while there is more to do.
   */
  mend(): boolean;
}

export function createSessionBook(database: DatabaseSync): SessionBook {
  const stories = new Map<string, Story>();
  const changed = new Set<Story>();
  /** Known to be wrong until mended; what comes meanwhile is told then. */
  const stale = new Set<string>();
  const readSession = database.prepare('SELECT fold, stale, pruned FROM sessions WHERE id = ?');
  const readEvent = database.prepare(
    'SELECT seq, id, type, at_ms AS atMs, host, body, origin FROM events WHERE seq = ?',
  );
  const writer = createSessionWriter(database);

  const readAgain = (seq: number): NumberedEvent => toEvent(readEvent.get(seq) as unknown as BookedRow);
  const mender = createMender(database, { readAgain, writer, onMended: open });

  return {
    note(row) {
      if (row.sessionId === null) return;
      const story = storyOf(row.sessionId);
      if (story === undefined) return;
      if (story.take(toEvent(row))) changed.add(story);
      else giveUp(story.id);
    },
    retell(id) {
      mender.abandon(id);
      giveUp(id);
    },
    write() {
      for (const story of changed) writer.write(story.state(), story.takeChanges());
      changed.clear();
    },
    forget() {
      stories.clear();
      changed.clear();
      stale.clear();
      writer.forget();
    },
    prune({ cut, gone }) {
      for (const id of cut) stories.get(id)?.cut();
      for (const id of gone) close(id);
    },
    drop(ids) {
      for (const id of ids) {
        close(id);
        stale.delete(id);
      }
      mender.beginAgain();
      writer.forget();
    },
    mend: () => mender.mend(),
  };

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
    return open(createStory(id, { state, readAgain, isCut: row?.pruned === 1 }));
  }

  function open(story: Story): Story {
    stale.delete(story.id);
    stories.set(story.id, story);
    const oldest = stories.values().next().value;
    if (stories.size > OPEN_STORIES && oldest !== undefined && !changed.has(oldest)) stories.delete(oldest.id);
    return story;
  }

  function close(id: string): void {
    const story = stories.get(id);
    if (story !== undefined) changed.delete(story);
    stories.delete(id);
    writer.forget();
  }

  function giveUp(id: string): void {
    const story = stories.get(id);
    stories.delete(id);
    if (story !== undefined) changed.delete(story);
    stale.add(id);
    writer.markStale(id);
  }
}

function toEvent(row: BookedRow): NumberedEvent {
  return { ...toSessionEvent(row), seq: row.seq };
}
