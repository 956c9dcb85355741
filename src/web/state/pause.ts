import type { Feed } from './feed.ts';
import { say } from './notices.ts';

/** Pauses what is shown, or goes on with all that came meanwhile; and says so. */
export function togglePause(feed: Feed): void {
  const count = feed.withheld.peek();
  feed.togglePause();
  if (feed.isPaused.peek()) say('Paused. What comes is kept, and shown when you go on.');
  else say(count === 0 ? 'Going on; nothing came meanwhile.' : `Going on with ${tellCount(count)}.`);
}

function tellCount(count: number): string {
  return count === 1 ? 'the one event that came' : `the ${count.toLocaleString()} events that came`;
}
