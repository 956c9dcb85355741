import type { DatabaseSync } from 'node:sqlite';
import { createSessionTrimmer, type Trimmed, type Victim } from './session-trimmer.ts';

/** How old events may become. */
export interface AgeRule {
  readonly nowMs: number;
  /** In ms; infinite for a project whose events stay. Undefined stands for events of no known project. */
  readonly ageMsOf: (project: string | undefined) => number;
  /** No project's is less. */
  readonly leastAgeMs: number;
}

/** How far a walk for old events has come: by their own time first, then by arrival. */
export type AgePlace =
  | { readonly by: 'time'; readonly atMs: number; readonly seq: number }
  | { readonly by: 'arrival'; readonly seq: number };

/** A step of pruning: looks at so many rows at most, behind a place, and takes out of them what has to go. */
export type PruneStep =
  | { readonly why: 'age'; readonly rule: AgeRule; readonly after?: AgePlace | undefined; readonly rows: number }
  | { readonly why: 'size'; readonly afterSeq: number; readonly upToSeq: number; readonly rows: number };

export interface Pruned {
  /** Of the events that went, in ascending order. */
  readonly seqs: readonly number[];
  /** Where the next step goes on; undefined when there is nothing behind. */
  readonly place?: AgePlace;
  /** Behind this seq nothing was looked at yet (by size). */
  readonly reachedSeq: number;
  /** Up to here nothing is left but events of pinned sessions. */
  readonly goneUpToSeq: number;
}

/** Takes old events out of the tables; never begins a transaction. */
export interface Pruner {
  prune(step: PruneStep, goneUpToSeq: number): Pruned & Trimmed;
  /** Remembers that all up to the last seq has arrived by now. */
  noteArrivals(lastSeq: number, nowMs: number): void;
}

/** An event older than its project keeps them stays for so long after its arrival: one that was imported, or sent with a wrong time, can be looked at. */
const GRACE_MS = 24 * 60 * 60 * 1000;
/** Arrivals are noted so often: an event is kept by so much too long at most. */
const NOTE_EVERY_MS = 60 * 60 * 1000;
/** Past so many rows the walk over what pinned sessions keep is continued with the next step. */
const FLOOR_ROWS = 500;

const BEGINNING: AgePlace = { by: 'time', atMs: Number.MIN_SAFE_INTEGER, seq: 0 };

interface Looked extends Victim {
  readonly project: string | null;
  /** Pinned, or about to be told again from its events. */
  readonly isKept: boolean;
}

const LOOK = `
  SELECT e.seq, e.at_ms AS atMs, e.type, e.session_id AS sessionId, e.tool_use_id AS toolUseId,
    CASE WHEN e.session_id IS NULL THEN e.origin ->> '$.project' ELSE s.project END AS project,
    coalesce(s.pinned = 1 OR s.stale = 1, 0) AS isKept
  FROM events e LEFT JOIN sessions s ON s.id = e.session_id`;

export function createPruner(database: DatabaseSync): Pruner {
  const byTime = database.prepare(
    `${LOOK} WHERE (e.at_ms, e.seq) > (?, ?) AND e.at_ms < ? ORDER BY e.at_ms, e.seq LIMIT ?`,
  );
  const bySeq = database.prepare(`${LOOK} WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ?`);
  const readFloor = database.prepare(`
    SELECT e.seq, coalesce(s.pinned, 0) AS isPinned FROM events e LEFT JOIN sessions s ON s.id = e.session_id
    WHERE e.seq > ? ORDER BY e.seq LIMIT ?`);
  const deleteEvents = database.prepare('DELETE FROM events WHERE seq IN (SELECT value FROM json_each(?))');
  const findArrived = database.prepare('SELECT max(seq) AS seq FROM arrivals WHERE at_ms <= ?');
  const lastNote = database.prepare('SELECT seq, at_ms AS atMs FROM arrivals ORDER BY seq DESC LIMIT 1');
  const addNote = database.prepare('INSERT OR REPLACE INTO arrivals (seq, at_ms) VALUES (?, ?)');
  const dropNotesBefore = database.prepare('DELETE FROM arrivals WHERE seq < ?');
  const trimmer = createSessionTrimmer(database);

  /** All up to this seq had arrived by then. */
  const arrivedBy = (atMs: number): number => Number(findArrived.get(atMs)?.seq ?? 0);

  function takeOut(looked: readonly Looked[], mustGo: (event: Looked) => boolean): Victim[] {
    const victims = looked.filter((event) => !event.isKept && mustGo(event)).sort((one, other) => one.seq - other.seq);
    if (victims.length > 0) deleteEvents.run(JSON.stringify(victims.map(({ seq }) => seq)));
    return victims;
  }

  function lookByTime({ rule, rows }: AgeStep, after: TimePlace) {
    const { nowMs, ageMsOf, leastAgeMs } = rule;
    const looked = byTime.all(after.atMs, after.seq, nowMs - leastAgeMs, rows) as unknown as Looked[];
    const arrivedSeq = arrivedBy(nowMs - GRACE_MS);
    const isOld = ({ atMs, seq, project }: Looked) => seq <= arrivedSeq && atMs < nowMs - ageMsOf(project ?? undefined);
    const last = looked.at(-1);
    const place: AgePlace =
      last === undefined || looked.length < rows
        ? { by: 'arrival', seq: 0 }
        : { by: 'time', atMs: last.atMs, seq: last.seq };
    return { victims: takeOut(looked, isOld), place };
  }

  /** Whatever time they claim: what came long ago is old. */
  function lookByArrival({ rule, rows }: AgeStep, afterSeq: number) {
    const { nowMs, ageMsOf, leastAgeMs } = rule;
    const looked = bySeq.all(afterSeq, arrivedBy(nowMs - leastAgeMs), rows) as unknown as Looked[];
    const arrived = new Map<number, number>();
    const isOld = ({ seq, project }: Looked) => {
      const ageMs = ageMsOf(project ?? undefined);
      const arrivedSeq = arrived.get(ageMs) ?? arrivedBy(nowMs - ageMs);
      arrived.set(ageMs, arrivedSeq);
      return seq <= arrivedSeq;
    };
    const last = looked.at(-1);
    const place: AgePlace | undefined =
      last === undefined || looked.length < rows ? undefined : { by: 'arrival', seq: last.seq };
    return { victims: takeOut(looked, isOld), ...(place === undefined ? {} : { place }) };
  }

  function lookBySize({ afterSeq, upToSeq, rows }: SizeStep) {
    const looked = bySeq.all(afterSeq, upToSeq, rows) as unknown as Looked[];
    const reachedSeq = looked.length < rows ? upToSeq : (looked.at(-1)?.seq ?? upToSeq);
    return { victims: takeOut(looked, () => true), reachedSeq };
  }

  function look(step: PruneStep): { victims: Victim[]; place?: AgePlace; reachedSeq?: number } {
    if (step.why === 'size') return lookBySize(step);
    const { after = BEGINNING } = step;
    return after.by === 'time' ? lookByTime(step, after) : lookByArrival(step, after.seq);
  }

  /**
   * The last of the pinned that follow one another; the walk goes on with the next step where there are many. What was
   * forgotten is passed over only together with what was not.
   */
  function walkFloor(fromSeq: number, lastVictimSeq: number): number {
    const rows = readFloor.all(fromSeq, FLOOR_ROWS);
    if (lastVictimSeq === 0 && rows[0]?.isPinned !== 1) return fromSeq;
    const first = rows.find(({ isPinned }) => isPinned !== 1);
    if (first !== undefined) return Number(first.seq) - 1;
    const lastPinnedSeq = Number(rows.at(-1)?.seq ?? fromSeq);
    return rows.length < FLOOR_ROWS ? Math.max(lastPinnedSeq, lastVictimSeq) : lastPinnedSeq;
  }

  return {
    prune(step, goneUpToSeq) {
      const { victims, place, reachedSeq = 0 } = look(step);
      const trimmed = trimmer.trim(victims);
      return {
        seqs: victims.map(({ seq }) => seq),
        ...(place === undefined ? {} : { place }),
        reachedSeq,
        goneUpToSeq: walkFloor(goneUpToSeq, victims.at(-1)?.seq ?? 0),
        ...trimmed,
      };
    },

    noteArrivals(lastSeq, nowMs) {
      const last = lastNote.get();
      const sinceMs = nowMs - Number(last?.atMs ?? 0); // less than none: the clock was wrong then
      if (last !== undefined && sinceMs >= 0 && (sinceMs < NOTE_EVERY_MS || last.seq === lastSeq)) return;
      addNote.run(lastSeq, nowMs);
      dropNotesBefore.run(Number(readFloor.get(0, 1)?.seq ?? lastSeq) - 1);
    },
  };
}

type TimePlace = Extract<AgePlace, { by: 'time' }>;
type AgeStep = Extract<PruneStep, { why: 'age' }>;
type SizeStep = Extract<PruneStep, { why: 'size' }>;
