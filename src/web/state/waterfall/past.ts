import type { Over } from './over.ts';

/** What was over at several times, the latest last: where something changes far back, what was over before that stays. */
export type Past = readonly Over[];

/** The nearer they are the more of them are kept; in all few. */
export function addToPast(past: Past, latest: Over): Past {
  const kept: Over[] = [];
  for (const [at, over] of past.entries()) {
    const before = kept.at(-1)?.count ?? 0;
    const after = past[at + 1]?.count ?? latest.count;
    const isSpared = after - before <= latest.count - after; // those beside it are as near to each other as they are to now
    if (!isSpared) kept.push(over);
  }
  return [...kept, latest];
}
