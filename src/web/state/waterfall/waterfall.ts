import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import { createEntries, type Entry } from './entry.ts';
import { findCuts } from './find-cut.ts';
import { findGaps } from './find-gaps.ts';
import { findWaits } from './find-waits.ts';
import { findLanes } from './lanes.ts';
import { addOver, heardMs, NOTHING_OVER, type Over, reachesBack } from './over.ts';
import { append, layOut, type Part } from './part.ts';
import { addToPast, type Past } from './past.ts';
import type { Stretch } from './stretch.ts';
import type { Gap } from './time-scale.ts';

export interface Waterfall extends Part {
  readonly extent: Stretch;
  readonly gaps: readonly Gap[];
}

export interface Tale {
  readonly moments: readonly Moment[];
  readonly agents: readonly AgentView[];
  /** Now, as long as the session is not at rest. */
  readonly nowMs: number | undefined;
}

/** Fewer moments are not worth keeping: they are looked at again each time. */
const LEAST_OVER = 200;
/** Steps enough to have seen all so often, and still behind: then all is laid out at once, for what is told may have it begin again and again. */
const PATIENCE = 3;

export interface GrowingWaterfall {
  /**
   * What is drawn of the session as it is told now; undefined without moments. Where about `most` moments do not do, it lays
   * out no more of them, though it looks through all that are left, to know where to cut: then it is behind, and what was
   * drawn before stays until it was told as often as it takes.
   */
  grow(tale: Tale, most?: number): Waterfall | undefined;
  isBehind(): boolean;
}

/**
 * Everything that is drawn of a session, by time alone: where it stands on a screen is decided elsewhere. Told again of a
 * session that has grown, it looks at the latest turns alone, and makes anew only what has changed of them; where something
 * is told late that changes what was over, it goes on from what was over before that.
 */
export function createWaterfall({ leastOver = LEAST_OVER } = {}): GrowingWaterfall {
  const toEntries = createEntries();
  let past: Past = [];
  let shown: Waterfall | undefined;
  /** So many steps were taken since all was there; 0 when it is. */
  let stepsBehind = 0;

  /** What is over of it, and the rest, of which the lanes are found. */
  const divide = ({ moments, agents }: Tale): { readonly over: Over; readonly rest: readonly Entry[] } => {
    const entries = toEntries(moments);
    const divideAt = (over: Over) => {
      const rest = entries.list.slice(over.count);
      findLanes(rest, entries, agents);
      return { over, rest };
    };
    past = past.filter(({ count }) => count < entries.same); // the prompt that comes next has to be the same too
    for (let over = past.at(-1); over !== undefined; over = past.at(-1)) {
      const divided = divideAt(over);
      if (!reachesBack(over, divided.rest)) return divided;
      past = past.slice(0, -1);
    }
    return divideAt(NOTHING_OVER);
  };
  /** Whether so many of the rest are enough to be kept as over. */
  const keepAsOver = (over: Over, rest: readonly Entry[], count: number): boolean => {
    const next = rest[count];
    if (count < leastOver || next === undefined) return false;
    past = addToPast(past, addOver(over, rest.slice(0, count), next.moment.atMs));
    return true;
  };
  /** Whether something was over among the first of the rest. */
  const takeStep = (over: Over, rest: readonly Entry[], most: number): boolean => {
    findWaits(rest);
    const cutBefore = findCuts(rest);
    for (let reach = Math.max(leastOver, most); reach < rest.length; reach *= 2) {
      if (keepAsOver(over, rest, cutBefore(reach))) return true;
    }
    return false;
  };

  return {
    grow(tale, most = Number.POSITIVE_INFINITY) {
      const { moments, nowMs } = tale;
      const [first] = moments;
      const { over, rest } = divide(tale);
      stepsBehind += 1;
      const isPatient = stepsBehind * most < PATIENCE * moments.length;
      if (rest.length > most && isPatient && takeStep(over, rest, most)) return shown;
      stepsBehind = 0;
      if (first === undefined) return undefined;
      const until = { ms: heardMs(rest, Math.max(over.heardMs, nowMs ?? 0)), goesOn: nowMs !== undefined };
      const extent = { fromMs: Math.max(first.atMs, over.untilMs), toMs: until.ms };
      const part = append(over.part, layOut(rest, { extent, crossing: over.crossing, until }));
      if (rest.length > leastOver) keepAsOver(over, rest, findCuts(rest)());
      shown = { extent: { ...extent, fromMs: first.atMs }, ...part, gaps: findGaps(part) };
      return shown;
    },
    isBehind: () => stepsBehind > 0,
  };
}
