import { createLookAhead } from '../../src/daemon/replay/look-ahead.ts';
import { createPlayer, type Player, type PlayerOptions } from '../../src/daemon/replay/player.ts';
import { createTimetable, type Timetable } from '../../src/daemon/replay/timetable.ts';
import type { Entry } from '../../src/daemon/store/entry.ts';

export const BEGAN_AT_MS = Date.UTC(2026, 10, 22, 12);

/** A recording whose events happened so many ms after noon; seqs count from 1. */
export function aTimetable(afterNoonMs: readonly number[], maxGapMs?: number): Timetable {
  const moments = afterNoonMs.map((ms, at) => ({ seq: at + 1, id: `event-${at}`, atMs: BEGAN_AT_MS + ms }));
  const timetable = createTimetable(moments, maxGapMs);
  if (timetable === undefined) throw new Error('nothing to play');
  return timetable;
}

export interface ReplayStage {
  readonly player: Player;
  /** What was sent, and when, in ms since the stage was set. */
  readonly sent: readonly (readonly [seq: number, atMs: number])[];
  readonly changes: readonly string[];
  /** How many events are in memory at most. */
  readonly pages: readonly number[];
  /** The other side stops reading, or has read all. */
  setFull(isFull: boolean): void;
  delete(seq: number): void;
}

/** A player with nothing behind it and nobody in front; its clock is that of the test. */
export function setReplayStage(timetable: Timetable, options: Partial<PlayerOptions> = {}): ReplayStage {
  const beganMs = performance.now();
  const sent: (readonly [number, number])[] = [];
  const changes: string[] = [];
  const pages: number[] = [];
  const gone = new Set<number>();
  let isFull = false;
  let free: () => void = () => {};
  const toEntry = (seq: number): Entry | undefined =>
    gone.has(seq) ? undefined : { seq, type: 'hook.stop', json: `{"seq":${seq}}` };
  const entries = (seqs: readonly number[]) => {
    pages.push(seqs.length);
    return seqs.map(toEntry);
  };
  const player = createPlayer({
    timetable,
    ahead: createLookAhead(timetable, { entries }),
    sink: {
      send: (due) => void sent.push(...due.map(({ seq }) => [seq, performance.now() - beganMs] as const)),
      isFull: () => isFull,
      untilTaken: () =>
        new Promise((resolve) => {
          free = resolve;
        }),
    },
    from: { intoMs: 0 },
    speed: 1,
    onChange: () => changes.push(player.state().state),
    onFailure: (error) => changes.push(String(error)),
    ...options,
  });
  return {
    player,
    sent,
    changes,
    pages,
    setFull(next) {
      isFull = next;
      if (!next) free();
    },
    delete: (seq) => void gone.add(seq),
  };
}
