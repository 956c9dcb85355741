import { expect, test } from 'vitest';
import { createBacklog } from '../../src/shared/backlog.ts';

function debtors(...untaken: number[]) {
  const present = new Map(untaken.map((bytes, index) => [index, bytes]));
  const all = untaken.map((_, index) => ({
    heldBytes: () => present.get(index) ?? 0,
    terminate: () => void present.delete(index),
  }));
  return { present, all };
}

test('F34: while all together are not too far behind, nobody goes', () => {
  const { present, all } = debtors(40, 30, 30);
  createBacklog(() => all, { maxBytes: 100, lookBytes: 1 }).grew(1);

  expect([...present.keys()]).toEqual([0, 1, 2]);
});

test('F34: past the most of all together those furthest behind go, and no more than have to', () => {
  const { present, all } = debtors(10, 60, 0, 30, 50);
  createBacklog(() => all, { maxBytes: 50, lookBytes: 1 }).grew(1);

  expect([...present.keys()]).toEqual([0, 2, 3]);
});

test('to look costs something, so it is done only when so much more was left', () => {
  const { present, all } = debtors(100);
  const backlog = createBacklog(() => all, { maxBytes: 50, lookBytes: 10 });
  backlog.grew(9);
  expect(present.size).toBe(1);

  backlog.grew(1);
  expect(present.size).toBe(0);
});
