import { expect, test } from 'vitest';
import { createInbox } from '../../src/client/inbox.ts';
import { createBackoff } from '../../src/shared/backoff.ts';
import type { Envelope } from '../../src/shared/envelope.ts';
import { anEnvelope } from '../helpers/scripted-daemon.ts';

const item = (seq: number) => ({ envelope: anEnvelope(seq) as unknown as Envelope });

test('items come out in the order they went in', async () => {
  const inbox = createInbox();
  for (let seq = 1; seq <= 2500; seq += 1) inbox.put(item(seq));
  inbox.end();

  const seqs: number[] = [];
  for (let taken = await inbox.take(); taken !== undefined; taken = await inbox.take()) {
    if ('envelope' in taken) seqs.push(taken.envelope.seq);
  }
  expect(seqs).toEqual(Array.from({ length: 2500 }, (_, at) => at + 1));
});

test('a reader that falls behind is told of once, and again when half is read', async () => {
  const inbox = createInbox();
  const told: boolean[] = [];
  inbox.onPressure((isHigh) => told.push(isHigh));
  for (let seq = 1; seq <= 1500; seq += 1) inbox.put(item(seq));
  expect(told).toEqual([false, true]);

  for (let taken = 0; taken < 999; taken += 1) await inbox.take();
  expect(told).toEqual([false, true]);
  await inbox.take();
  expect(told).toEqual([false, true, false]);
});

test('a reader that waits is woken by the next item, and by the end', async () => {
  const inbox = createInbox();
  const waiting = inbox.take();
  inbox.put(item(7));
  expect(await waiting).toMatchObject({ envelope: { seq: 7 } });

  const last = inbox.take();
  inbox.end();
  expect(await last).toBeUndefined();
});

test('a failure reaches the reader after what came before it', async () => {
  const inbox = createInbox();
  inbox.put(item(1));
  inbox.end(new Error('gone'));

  expect(await inbox.take()).toMatchObject({ envelope: { seq: 1 } });
  await expect(inbox.take()).rejects.toThrow('gone');
});

test('waits between attempts are anywhere up to a ceiling that doubles to 5 s', () => {
  const longest = createBackoff(() => 1);
  expect(Array.from({ length: 8 }, () => longest.nextMs())).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  const shortest = createBackoff(() => 0);
  expect(Array.from({ length: 3 }, () => shortest.nextMs())).toEqual([0, 0, 0]);

  longest.reset();
  expect(longest.nextMs()).toBe(100);
});

test('a few large items hold it up as many small ones do', async () => {
  const inbox = createInbox();
  const told: boolean[] = [];
  inbox.onPressure((isHigh) => told.push(isHigh));
  for (let seq = 1; seq <= 9; seq += 1) inbox.put(item(seq), 1024 * 1024);
  expect(told).toEqual([false, true]);

  for (let taken = 0; taken < 5; taken += 1) await inbox.take();
  expect(told).toEqual([false, true, false]);
});

test('two readers that wait get one item each, in turn', async () => {
  const inbox = createInbox();
  const both = Promise.all([inbox.take(), inbox.take()]);
  inbox.put(item(1));
  inbox.put(item(2));

  expect(await both).toMatchObject([{ envelope: { seq: 1 } }, { envelope: { seq: 2 } }]);
});
