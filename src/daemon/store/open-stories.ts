import type { DatabaseSync } from 'node:sqlite';
import { parseState } from '../sessions/session-state.ts';
import { createStory, type NumberedEvent, type Story } from '../sessions/story.ts';
import type { Trimmed } from './session-trimmer.ts';
import type { SessionWriter } from './session-writer.ts';

/**
 * So many stories are in memory, those last told on; another one is read from its row when it goes on. Each keeps
 * its latest states too, some 150 KB (docs/decisions/0056).
 */
const OPEN_STORIES = 64;

/** The stories that are being told, some of them ahead of their rows. Never begins a transaction. */
export interface OpenStories {
  /** Goes on with the session's story; where that cannot be, the session is to be told again. Its row is there. */
  take(id: string, event: NumberedEvent): void;
  /** A story that was told again, and written. */
  open(story: Story): void;
  /** It has to be told again from its beginning. */
  giveUp(id: string): void;
  /** How many are ahead of their rows. */
  unwritten(): number;
  /** None is afterwards. */
  write(): void;
  /** Events of these sessions are gone from the tables. Nothing is unwritten. */
  prune(trimmed: Trimmed): void;
  /** What is in memory of these is not to be believed any more. */
  drop(ids: readonly string[]): void;
  /** Nothing in memory is what is on disk. */
  forget(): void;
}

interface OpenStoriesParts {
  readonly readAgain: (seq: number) => NumberedEvent;
  readonly writer: SessionWriter;
}

export function createOpenStories(database: DatabaseSync, { readAgain, writer }: OpenStoriesParts): OpenStories {
  const stories = new Map<string, Story>();
  const changed = new Set<Story>();
  /** Known to be wrong until mended; what comes meanwhile is told then. */
  const stale = new Set<string>();
  const readSession = database.prepare('SELECT fold, stale, pruned FROM sessions WHERE id = ?');

  return {
    take(id, event) {
      const story = storyOf(id);
      if (story === undefined) return;
      const projectBefore = story.state().project;
      if (!story.take(event)) {
        giveUp(id);
        return;
      }
      changed.add(story);
      // who reads the events beside us asks where they belong, and does not wait for the rest of the row
      const { project } = story.state();
      if (project !== projectBefore) writer.writeProject(id, project);
    },
    open,
    giveUp,
    unwritten: () => changed.size,
    write() {
      for (const story of changed) writer.write(story.state(), story.takeChanges());
      changed.clear();
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
      writer.forget();
    },
    forget() {
      stories.clear();
      changed.clear();
      stale.clear();
      writer.forget();
    },
  };

  /** Undefined for a session whose story has to be told again. */
  function storyOf(id: string): Story | undefined {
    if (stale.has(id)) return undefined;
    const story = stories.get(id) ?? readStory(id);
    if (story !== undefined) open(story);
    return story;
  }

  function readStory(id: string): Story | undefined {
    const row = readSession.get(id);
    if (row?.stale === 1) {
      stale.add(id);
      return undefined;
    }
    const state = typeof row?.fold === 'string' ? parseState(row.fold) : undefined;
    return createStory(id, { state, readAgain, isCut: row?.pruned === 1 });
  }

  function open(story: Story): void {
    stale.delete(story.id);
    stories.delete(story.id); // so that it stands last
    stories.set(story.id, story);
    closeOldest();
  }

  /** What is ahead of its row stays, and those told on since with it. */
  function closeOldest(): void {
    for (const story of stories.values()) {
      if (stories.size <= OPEN_STORIES || changed.has(story)) return;
      stories.delete(story.id);
    }
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
