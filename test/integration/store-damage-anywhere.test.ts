import * as fs from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openEventStore } from '../../src/daemon/store/event-store.ts';
import { fillStore, mendAll, PAGE_BYTES, readAll, spoilPages } from '../helpers/damage.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { createTempHome } from '../helpers/temp-home.ts';

const EVENTS = 2000;
const RUNS = 12;

/** Of what disks and programs leave where a page should be. */
const SPOILERS: readonly (readonly [name: string, toByte: (byte: number) => number])[] = [
  ['zeros', () => 0],
  ['ones', () => 0xff],
  ['its complement', (byte) => byte ^ 0xff],
  ['noise', () => Math.floor(Math.random() * 256)],
];

test('F37: whatever pages are damaged, what is left is as it was, nothing is invented, and new events are taken', () => {
  const home = createTempHome();
  const sound = `${home.paths.store}.sound`;
  const before = fillStore(sound, EVENTS);
  const pages = fs.statSync(sound).size / PAGE_BYTES;
  const damage = fc.record({
    pages: fc.uniqueArray(fc.nat(pages - 1), { minLength: 1, maxLength: 12 }),
    spoiler: fc.constantFrom(...SPOILERS),
  });
  let run = 0;

  fc.assert(
    fc.property(damage, ({ pages: hit, spoiler: [, toByte] }) => {
      run += 1;
      const file = `${home.paths.store}.${run}.db`;
      fs.copyFileSync(sound, file);
      spoilPages(file, hit, toByte);
      const store = openEventStore(file, { host: 'laptop' });
      readAll(store);
      for (const sessionId of ['session-0', 'session-1', 'session-2']) store.last(10_000, { sessionId });
      const id = `new-event-${run}`;
      const [appended] = store.append([aNewEvent({ id, sessionId: 'new' })]);
      expect(appended).toMatchObject({ status: 'accepted' });
      expect(appended).not.toHaveProperty('held');
      mendAll(store);

      for (const [seq, json] of readAll(store)) {
        if (JSON.parse(json).id !== id) expect([seq, json]).toEqual([seq, before.get(seq)]);
      }
      store.close();
      for (const name of fs.readdirSync(home.paths.home)) {
        if (name.includes(`.${run}.`)) fs.rmSync(`${home.paths.home}/${name}`);
      }
    }),
    { numRuns: RUNS },
  );
  home.remove();
});
