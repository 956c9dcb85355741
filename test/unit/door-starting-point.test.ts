import { expect, test } from 'vitest';
import { toStartingPoint } from '../../src/shared/starting-point.ts';
import type { RegisterMessage } from '../../src/shared/wire.ts';

const store = { storeId: 'ours', lastSeq: () => 9, seqSince: (atMs: number) => (atMs < 1000 ? 5 : undefined) };
const gap = { type: 'system.gap', from: 5, to: null, count: null, reason: 'store_changed' };

test.each<[string, Omit<RegisterMessage, 'type'>, object]>([
  ['nothing: goes on where the connection is', {}, { afterSeq: 3 }],
  ['no history: the same', { history: 0 }, { afterSeq: 3 }],
  ['the last N', { history: 20 }, { last: 20 }],
  ['after a seq', { after: 4 }, { afterSeq: 4 }],
  ['after a seq of this store', { after: 4, storeId: 'ours' }, { afterSeq: 4 }],
  ['after the last seq', { after: 9 }, { afterSeq: 9 }],
  ['after a seq of another store: what is recent, and a gap', { after: 4, storeId: 'theirs' }, { last: 1000, gap }],
  ['after a seq that never was', { after: 10 }, { last: 1000, gap: { ...gap, from: 11 } }],
  ['since a time: from the first of them to arrive', { sinceMs: 0 }, { afterSeq: 4 }],
  ['since a time after which nothing was', { sinceMs: 2000 }, { afterSeq: 3 }],
  ['more than one: the most exact counts', { after: 4, sinceMs: 0, history: 20 }, { afterSeq: 4 }],
])('a stream begins, asked for %s', (_title, wish, expected) => {
  const point = toStartingPoint({ type: 'register', ...wish }, { filter: {}, store, reachedSeq: 3 });
  expect(point).toEqual(expected);
});
