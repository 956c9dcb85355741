import { expect, test } from 'vitest';
import { keepSearchTidy } from '../../src/daemon/search-tidy.ts';
import { until } from '../helpers/until.ts';

function anIndex() {
  const asked: unknown[] = [];
  let isOff = false;
  const ask = async (what: unknown): Promise<void> => {
    if (isOff) throw new Error('off');
    asked.push(what);
  };
  return {
    asked,
    setOff: (off: boolean) => {
      isOff = off;
    },
    dropUpTo: (seq: number) => ask(seq),
    forget: (ranges: readonly { from: number; to: number }[]) => ask(ranges),
  };
}

test('an index that is off is told later what is gone', async () => {
  const index = anIndex();
  index.setOff(true);
  const tidy = keepSearchTidy(index, 5);
  tidy.dropUpTo(7);
  tidy.forget([{ from: 9, to: 9 }]);
  tidy.dropUpTo(4);
  index.setOff(false);
  await until(() => index.asked.length > 1);
  expect(index.asked).toEqual([7, [{ from: 9, to: 9 }]]);
  tidy.close();
});

test('a seq that is told while the index works is passed on afterwards', async () => {
  const index = anIndex();
  const tidy = keepSearchTidy(index);
  tidy.dropUpTo(7);
  tidy.dropUpTo(12);
  await until(() => index.asked.includes(12));
  expect(index.asked).toEqual([7, 12]);
  tidy.close();
});
