import type { Gap } from '../api/live.ts';
import { isShown, type Notice, warn } from './notices.ts';

/** Says what was missed: all that was, since somebody last took note of it. */
export function createGapNotice(): (gap: Gap) => void {
  let missed: { readonly count: number | undefined; readonly notice: Notice } | undefined;

  return ({ count, isOtherStore }) => {
    if (isOtherStore) {
      warn('The daemon has another store now. What is shown was read anew.');
      return;
    }
    const before = missed !== undefined && isShown(missed.notice) ? missed : undefined;
    const sum = add(before === undefined ? 0 : before.count, count);
    missed = { count: sum, notice: warn(tellMissed(sum), before?.notice) };
  };
}

/** As long as nobody knows the one, nobody knows both. */
function add(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}

function tellMissed(count: number | undefined): string {
  return `${what(count)} missed on the way. What is shown was read anew from the store.`;
}

function what(count: number | undefined): string {
  if (count === undefined) return 'Some events were';
  return count === 1 ? 'One event was' : `${count.toLocaleString()} events were`;
}
