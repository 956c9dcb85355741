import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOrdered } from '../../src/web/state/ordered.ts';

interface Item {
  readonly id: number;
  readonly at: number;
}

const byPlace = (one: Item, other: Item) => one.at - other.at || one.id - other.id;

/** Few ids and places: most puts take the place of others, many of them near the end. */
const puts = fc.array(fc.record({ id: fc.nat(12), at: fc.nat(9), isRead: fc.boolean() }), { maxLength: 60 });

test('whatever comes and changes, in whichever order, the list is that of sorting all anew', () => {
  fc.assert(
    fc.property(puts, (steps) => {
      const ordered = createOrdered(byPlace);
      const held = new Map<number, Item>();
      for (const { isRead, ...item } of steps) {
        ordered.put(item, held.get(item.id));
        held.set(item.id, item);
        if (isRead) expect(ordered.list()).toEqual([...held.values()].sort(byPlace));
      }
      expect(ordered.list()).toEqual([...held.values()].sort(byPlace));
    }),
  );
});

test('a list that was read stays as it was; the next is another only when something was put', () => {
  const ordered = createOrdered(byPlace);
  const one = { id: 1, at: 1 };
  ordered.put(one, undefined);
  const before = ordered.list();
  expect(ordered.list()).toBe(before);
  ordered.put({ id: 1, at: 5 }, one);
  expect(before).toEqual([one]);
  expect(ordered.list()).toEqual([{ id: 1, at: 5 }]);
});
