import { expect, test } from 'vitest';
import { orderTools } from '../../src/web/state/order-tools.ts';
import { toWish } from '../../src/web/state/overview-range.ts';
import { stack } from '../../src/web/state/series.ts';

test.each([
  ['', { range: '1h', since: '1h', until: undefined, refreshMs: 5000 }],
  ['range=7d&project=/dev/one', { range: '7d', since: '7d', project: '/dev/one' }],
  ['range=9y', { range: '1h' }],
  ['since=2026-11-22T12:00:00Z', { range: 'custom', since: '2026-11-22T12:00:00.000Z', refreshMs: 60_000 }],
  ['since=2026-11-22T12:00Z&until=2026-11-22T13:00Z', { until: '2026-11-22T13:00:00.000Z', refreshMs: undefined }],
  ['since=soon', { range: '1h', since: '1h' }],
])('the address "%s" asks for what it says', (query, wish) => {
  expect(toWish(new URLSearchParams(query))).toMatchObject(wish);
});

test('bars stand on those before them, and the topmost is drawn first', () => {
  const series = [
    { name: 'a', values: [1, 0, 2], colour: 1 },
    { name: 'b', values: [3, null, 4], colour: 2 },
  ];

  expect(stack(series)).toEqual([
    { name: 'b', values: [4, 0, 6], colour: 2 },
    { name: 'a', values: [1, 0, 2], colour: 1 },
  ]);
});

test('tools are ordered by what is asked for, the most first; equal ones by their calls as before', () => {
  const tool = (name: string, calls: number, failed: number, totalMs: number) => ({
    ...{ tool: name, calls, failed, totalMs },
    ...{ medianMs: null, p95Ms: null },
  });
  const tools = [tool('Bash', 9, 1, 50), tool('Read', 5, 0, 900), tool('Edit', 3, 1, 20)];
  const namesBy = (order: 'calls' | 'failed' | 'totalMs') => orderTools(tools, order).map(({ tool: name }) => name);

  expect(namesBy('calls')).toEqual(['Bash', 'Read', 'Edit']);
  expect(namesBy('failed')).toEqual(['Bash', 'Edit', 'Read']);
  expect(namesBy('totalMs')).toEqual(['Read', 'Bash', 'Edit']);
});
