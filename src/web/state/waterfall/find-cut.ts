import { OVERTAKE_MS } from '../story-waits.ts';
import type { Entry, Lane } from './entry.ts';
import { meets, type Stretch } from './stretch.ts';

/**
 * Where a session can be cut in two so that nothing which is yet to come is likely to change what is drawn of the first: at
 * the latest prompt before which all calls have ended, and that no sub-agent works across. What ran may reach across in
 * time. Answers how many entries are before it, at most `most`; 0 where there is none. All are looked at once, however
 * often it is asked.
 */
export function findCuts(entries: readonly Entry[]): (most?: number) => number {
  const spans = [...spansOfWaits(entries), ...spansOfLanes(entries)];
  const newestMs = entries.at(-1)?.moment.atMs ?? 0;
  const firstOpen = entries.findIndex(
    ({ moment }) => moment.outcome === 'running' || moment.atMs + OVERTAKE_MS >= newestMs,
  );
  return (most = Number.POSITIVE_INFINITY) => {
    for (let at = Math.min(firstOpen, most); at > 0; at -= 1) {
      const { kind, atMs, agentId } = (entries[at] as Entry).moment;
      if (kind !== 'prompt' || agentId !== undefined) continue;
      if (!spans.some((span) => meets(span, { fromMs: atMs, toMs: atMs }))) return at;
    }
    return 0;
  };
}

/** A wait and its call stand together; one that has none yet may still find it. */
function spansOfWaits(entries: readonly Entry[]): Stretch[] {
  return entries.flatMap(({ moment: { kind, atMs }, wait, isHeldUp }) => {
    if (wait !== undefined) return { fromMs: Math.min(atMs, wait.atMs), toMs: Math.max(atMs, wait.atMs) };
    return kind === 'wait' && !isHeldUp ? { fromMs: atMs, toMs: atMs + OVERTAKE_MS } : [];
  });
}

/** From the call that sent a sub-agent to what it did last, whichever was told first; without an end where nobody knows that it has ended. */
function spansOfLanes(entries: readonly Entry[]): Stretch[] {
  const spans = new Map<Lane, Stretch>();
  for (const { lane, moment } of entries) {
    if (lane === undefined) continue;
    const callMs = lane.call?.moment.atMs ?? moment.atMs;
    const { fromMs } = spans.get(lane) ?? { fromMs: Math.min(moment.atMs, callMs) };
    const isOver = (lane.agent?.state ?? 'working') !== 'working';
    spans.set(lane, { fromMs, toMs: isOver ? Math.max(moment.atMs, callMs) : Number.POSITIVE_INFINITY });
  }
  return [...spans.values()];
}
