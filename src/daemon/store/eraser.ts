import type { DatabaseSync } from 'node:sqlite';
import type { Condition } from './condition.ts';
import type { Tally } from './counted.ts';
import type { ForgetWish } from './forget-wish.ts';
import { sessionsOfProject, withoutSession } from './of-project.ts';
import type { Scrubber } from './scrubber.ts';

/** Some of the events that are meant. */
export interface FoundEvents {
  readonly seqs: readonly number[];
  readonly bytes: number;
  /** Where to go on; undefined when that was all. */
  readonly next: FoundPlace | undefined;
}

/** How far the search has come. */
export interface FoundPlace {
  readonly atMs: number;
  readonly seq: number;
}

export interface FoundSession {
  readonly id: string;
  /** Neither ended nor lost: it may go on. */
  readonly isRunning: boolean;
}

/** Where events are looked for: in one session, before a moment, or among those without a session that belong to a folder. */
export type Search =
  | Exclude<ForgetWish, { readonly kind: 'project' }>
  | { readonly kind: 'loose'; readonly project: string };

/** Takes events out of a ledger for good, in steps that hold up nobody. */
export interface Eraser extends Pick<Scrubber, 'pages' | 'scrub'> {
  /** Whose story was begun by what is meant. */
  sessionsOf(wish: ForgetWish): FoundSession[];
  /** Up to a seq, a piece at a time. */
  find(search: Search, place: FoundPlace, upToSeq: number): FoundEvents;
  /** Deletes as many as there is time for, from the first on; returns how many that were. */
  erase(seqs: readonly number[], maxMs: number): number;
  /** Of sessions without events nothing is left; what was told of the others is to be told again. Returns those that are gone. */
  settle(ids: readonly string[]): string[];
  /** Gives pages back to the file system. True while there are more. */
  shrink(): boolean;
  /** Empties the write-ahead log. False while somebody reads from it. */
  emptyLog(): boolean;
}

/** Found at once, and looked at where there is no index to find them by. */
const PIECE_EVENTS = 500;
const PIECE_LOOKED = 5000;
const SHRINK_PAGES = 64;
const FOUND = 'SELECT seq, at_ms, octet_length(body) AS bytes FROM events';

interface EraserParts {
  /** Runs the work in a transaction, and takes what it returns off the tally. */
  readonly takeOff: (work: () => Tally) => void;
  readonly scrubber: Scrubber;
  /** These sessions are not what they were. */
  readonly onChanged: (ids: readonly string[]) => void;
}

export function createEraser(database: DatabaseSync, { takeOff, onChanged, scrubber }: EraserParts): Eraser {
  const inSession = database.prepare(
    `${FOUND} WHERE session_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ${PIECE_EVENTS}`,
  );
  const before = database.prepare(
    `${FOUND} WHERE at_ms < ? AND (at_ms, seq) > (?, ?) AND seq <= ? ORDER BY at_ms, seq LIMIT ${PIECE_EVENTS}`,
  );
  const loose = database.prepare(`${FOUND} WHERE seq > ? AND seq <= ? AND ${withoutSession('').sql} ORDER BY seq`);
  const deleteEvent = database.prepare('DELETE FROM events WHERE seq = ?');
  const anyEvent = database.prepare('SELECT 1 FROM events WHERE session_id = ? LIMIT 1');
  const deleteSession = database.prepare('DELETE FROM sessions WHERE id = ?');
  const makeStale = database.prepare('UPDATE sessions SET stale = 1, fold = NULL WHERE id = ?');
  const deleteSpans = database.prepare('DELETE FROM spans WHERE session_id = ?');
  const deleteAgents = database.prepare('DELETE FROM agents WHERE session_id = ?');
  const deleteMinutes = database.prepare('DELETE FROM minutes WHERE session_id = ?');

  return {
    sessionsOf(wish) {
      const { sql, values } = begunBy(wish);
      const isRunning = "state NOT IN ('ended', 'lost') AND (lost_ms IS NULL OR lost_ms < last_ms)";
      const rows = database.prepare(`SELECT id, ${isRunning} AS running FROM sessions WHERE ${sql}`).all(...values);
      return rows.map(({ id, running }) => ({ id: String(id), isRunning: running === 1 }));
    },

    find(search, { atMs, seq }, upToSeq) {
      if (search.kind === 'session') return toFound(inSession.all(search.session, seq, upToSeq));
      if (search.kind === 'before') return toFound(before.all(search.beforeMs, atMs, seq, upToSeq));
      const end = Math.min(seq + PIECE_LOOKED, upToSeq);
      const { seqs, bytes } = toFound(loose.all(seq, end, ...withoutSession(search.project).values));
      return { seqs, bytes, next: end < upToSeq ? { atMs: 0, seq: end } : undefined };
    },

    erase(seqs, maxMs) {
      const endMs = performance.now() + maxMs;
      let done = 0;
      takeOff(() => {
        let events = 0;
        for (const seq of seqs) {
          events += Number(deleteEvent.run(seq).changes);
          done += 1;
          if (performance.now() > endMs) break;
        }
        return { events };
      });
      return done;
    },

    settle(ids) {
      let gone: string[] = [];
      takeOff(() => {
        gone = ids.filter((id) => anyEvent.get(id) === undefined);
        const isGone = new Set(gone);
        let sessions = 0;
        for (const id of ids) {
          deleteSpans.run(id);
          deleteAgents.run(id);
          deleteMinutes.run(id);
          if (isGone.has(id)) sessions += Number(deleteSession.run(id).changes);
          else makeStale.run(id);
        }
        return { sessions };
      });
      onChanged(ids);
      return gone;
    },

    shrink() {
      database.exec(`PRAGMA incremental_vacuum(${SHRINK_PAGES})`);
      return Number(database.prepare('PRAGMA freelist_count').get()?.freelist_count) > 0;
    },

    pages: scrubber.pages,
    scrub: scrubber.scrub,
    emptyLog: () => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0,
  };
}

/** Of sessions whose story was begun by what is meant. */
export function begunBy(wish: ForgetWish): Condition {
  if (wish.kind === 'session') return { sql: 'id = ?', values: [wish.session] };
  if (wish.kind === 'before') return { sql: "fold ->> '$.startedAtMs' < ?", values: [wish.beforeMs] };
  const { sql, values } = sessionsOfProject(wish.project);
  return { sql: `id IN (${sql})`, values };
}

function toFound(rows: readonly Record<string, unknown>[]): FoundEvents {
  const last = rows.length < PIECE_EVENTS ? undefined : rows.at(-1);
  return {
    seqs: rows.map(({ seq }) => Number(seq)),
    bytes: rows.reduce((sum, row) => sum + Number(row.bytes), 0),
    next: last && { atMs: Number(last.at_ms), seq: Number(last.seq) },
  };
}
