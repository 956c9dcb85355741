import { useLayoutEffect, useMemo, useReducer } from 'preact/hooks';
import type { SessionStory } from '../../state/session-story.ts';
import { createWaterfall, type Tale, type Waterfall } from '../../state/waterfall/waterfall.ts';

/** So many moments take a few ms to lay out. */
const MOST_AT_ONCE = 2000;

/** What is drawn of a session. Where much has to be looked at, each piece of it has a task of its own, and what was drawn stays meanwhile. */
export function useWaterfall(story: SessionStory, { moments, agents, nowMs }: Tale): Waterfall | undefined {
  const growing = useMemo(() => createWaterfall(), [story]);
  const [step, takeStep] = useReducer((count: number) => count + 1, 0);
  const waterfall = useMemo(
    () => growing.grow({ moments, agents, nowMs }, MOST_AT_ONCE),
    [growing, moments, agents, nowMs, step],
  );
  useLayoutEffect(() => {
    if (!growing.isBehind()) return;
    const timer = setTimeout(() => takeStep(undefined));
    return () => clearTimeout(timer);
  });
  return waterfall;
}
