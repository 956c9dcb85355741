import type { Moment } from '../moment.ts';
import type { Until } from './bars.ts';
import type { Entry } from './entry.ts';
import { findIdle, findStandstills, type Stillness } from './find-gaps.ts';
import { findTurns, type Turn } from './find-turns.ts';
import { findWaits } from './find-waits.ts';
import { measure } from './measure.ts';
import { orderRows } from './order-rows.ts';
import type { Row } from './row.ts';
import type { Stretch } from './stretch.ts';

/** What is drawn of a part of a session: some of its moments, one behind the other. */
export interface Part extends Stillness {
  readonly rows: readonly Row[];
  /** Those of them that concern the whole session. */
  readonly landmarks: readonly Row[];
  readonly turns: readonly Turn[];
}

export const NO_PART: Part = { rows: [], landmarks: [], turns: [], idle: [], standstills: [] };

interface Bounds {
  /** The time that the part is about. */
  readonly extent: Stretch;
  /** What began before it and was over only then. */
  readonly crossing: readonly Entry[];
  readonly until: Until;
}

/** Lays out entries whose lanes were found. */
export function layOut(entries: readonly Entry[], { extent, crossing, until }: Bounds): Part {
  findWaits(entries);
  measure(entries, until);
  const turns = findTurns(entries, until);
  const rows = orderRows(entries);
  const all = [...crossing, ...entries];
  return {
    rows,
    landmarks: rows.filter(({ moment }) => isLandmark(moment)),
    turns,
    idle: findIdle(all, turns, extent),
    standstills: findStandstills(all, extent),
  };
}

/** The one behind the other, as if they had been laid out at once. */
export function append(before: Part, after: Part): Part {
  return {
    rows: before.rows.concat(after.rows),
    landmarks: before.landmarks.concat(after.landmarks),
    turns: before.turns.concat(after.turns),
    idle: chain(before.idle, after.idle),
    standstills: chain(before.standstills, after.standstills),
  };
}

/** A turn begins, something went wrong, or the memory was made anew. */
function isLandmark({ kind, name, agentId }: Moment): boolean {
  return agentId === undefined && (kind === 'prompt' || kind === 'failure' || name === 'Compacted');
}

/** What goes on across is one. */
function chain(before: readonly Stretch[], after: readonly Stretch[]): readonly Stretch[] {
  const [last, first] = [before.at(-1), after[0]];
  if (last === undefined || last.toMs !== first?.fromMs) return before.concat(after);
  return [...before.slice(0, -1), { fromMs: last.fromMs, toMs: first.toMs }, ...after.slice(1)];
}
