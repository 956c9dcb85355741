import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import { createEntries } from './entry.ts';
import { findCut } from './find-cut.ts';
import { findGaps } from './find-gaps.ts';
import { findLanes } from './lanes.ts';
import { addOver, heardMs, NOTHING_OVER, reachesBack } from './over.ts';
import { append, layOut, type Part } from './part.ts';
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

/**
 * Everything that is drawn of a session, by time alone: where it stands on a screen is decided elsewhere. Told again of a
 * session that has grown, it looks at the latest turns alone, and makes anew only what has changed of them; where something
 * is told late that changes what was over, everything is laid out again. Undefined for a session without moments.
 */
export function createWaterfall({ leastOver = LEAST_OVER } = {}): (tale: Tale) => Waterfall | undefined {
  const toEntries = createEntries();
  let over = NOTHING_OVER;

  return ({ moments, agents, nowMs }) => {
    const [first] = moments;
    if (first === undefined) return undefined;
    const entries = toEntries(moments);
    if (entries.same <= over.count) over = NOTHING_OVER; // the prompt that comes next has to be the same too
    let rest = entries.list.slice(over.count);
    findLanes(rest, entries, agents);
    if (reachesBack(over, rest)) {
      over = NOTHING_OVER;
      rest = entries.list.slice();
      findLanes(rest, entries, agents);
    }
    const until = { ms: heardMs(rest, Math.max(over.heardMs, nowMs ?? 0)), goesOn: nowMs !== undefined };
    const extent = { fromMs: Math.max(first.atMs, over.untilMs), toMs: until.ms };
    const part = append(over.part, layOut(rest, { extent, crossing: over.crossing, until }));
    const count = rest.length > leastOver ? findCut(rest) : 0;
    const next = rest[count];
    if (count >= leastOver && next) over = addOver(over, rest.slice(0, count), next.moment.atMs);
    return { extent: { ...extent, fromMs: first.atMs }, ...part, gaps: findGaps(part) };
  };
}
