import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RawEvent } from '../../src/daemon/events/raw-event.ts';
import { createSpoolDrain, type SpoolDrain, type SpoolDrainOptions } from '../../src/daemon/events/spool-drain.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { printSpoolName } from '../../src/shared/spool.ts';
import { bulkyAndCut } from '../helpers/bulky.ts';
import { putFile, spool, spooledNames } from '../helpers/spooled.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { createTestIntake, type TestIntake } from '../helpers/test-intake.ts';

let home: TempHome;
let store: EventStore;
let intake: TestIntake;
const drains: SpoolDrain[] = [];

beforeEach(() => {
  home = createTempHome();
  store = openEventStore(home.paths.store, { host: 'laptop' });
  intake = createTestIntake(store);
});
afterEach(async () => {
  for (const drain of drains.splice(0)) await drain.close();
  store.close();
  home.remove();
});

function createDrain(options: Partial<SpoolDrainOptions> = {}): SpoolDrain {
  const drain = createSpoolDrain({
    paths: home.paths,
    intake,
    counters: intake.counters,
    privacy: intake.privacy,
    ...options,
  });
  drains.push(drain);
  return drain;
}

const spooled = () => spooledNames(home.paths);
const rejected = () => fs.readdirSync(home.paths.rejected);

describe('a file that is no event', () => {
  test.each([
    ['empty', ''],
    ['without a header', '{"hook_event_name":"Stop"}\n'],
    ['with half a header', '{"id":"abcdefgh","sentA'],
    ['with a header of the wrong kinds', '{"id":7,"sentAtMs":"x","elapsedUs":1,"hook":"1"}\n{}'],
  ])('%s is put aside, counted, and the rest goes on', async (_what, content) => {
    const broken = putFile(home.paths, printSpoolName({ sentAtMs: 1, class: 'p', id: 'broken-one' }), content);
    spool(home.paths, 'whole-one');

    expect(await createDrain().drain()).toBe(1);
    expect(rejected()).toEqual([broken]);
    expect(spooled()).toEqual([]);
    expect(intake.counters.all()).toMatchObject({ rejected: 1, accepted: 1, late: 1 });
  });

  test.each<[string, (file: string) => void]>([
    ['a folder', (file) => fs.mkdirSync(file)],
    ['a FIFO', (file) => execFileSync('mkfifo', [file])],
    ['a link to itself', (file) => fs.symlinkSync(path.basename(file), file)],
    ['a link to a device', (file) => fs.symlinkSync('/dev/zero', file)],
  ])('%s is put aside unread, and the rest goes on', async (_what, make) => {
    const name = printSpoolName({ sentAtMs: 1, class: 'p', id: 'broken-one' });
    make(path.join(home.paths.spool, name));
    spool(home.paths, 'whole-one');

    expect(await createDrain().drain()).toBe(1);
    expect(rejected()).toEqual([name]);
    expect(spooled()).toEqual([]);
  });

  test('F33: one that the intake refuses is put aside and counted once', async () => {
    const name = spool(home.paths, 'abcdefgh', { header: { type: 'system.gap' } });
    await createDrain().drain();

    expect(rejected()).toEqual([name]);
    expect(intake.counters.all().rejected).toBe(1);
  });

  test('what is put aside is bounded: the oldest go', async () => {
    for (let index = 0; index < 230; index += 1) {
      putFile(home.paths, printSpoolName({ sentAtMs: 1000 + index, class: 'n', id: `broken-${index}` }), '');
    }
    await createDrain().drain();

    expect(rejected()).toHaveLength(200);
    expect(rejected()).toContain('1229-n-broken-229.event');
  });

  test('other files in the folder are left alone', async () => {
    fs.writeFileSync(path.join(home.paths.spool, 'tally'), '...');
    fs.writeFileSync(path.join(home.paths.spool, 'notes.txt'), 'mine');
    await createDrain().drain();

    expect(fs.readdirSync(home.paths.spool).sort()).toEqual(['notes.txt', 'rejected', 'tally']);
  });
});

test('F33: what a killed hook left half written goes after a minute, and is counted', async () => {
  const young = path.join(home.paths.spool, '1-n-youngone.event.tmp');
  const old = path.join(home.paths.spool, '1-n-oldenough.event.tmp');
  for (const file of [young, old]) fs.writeFileSync(file, '{"id"');
  fs.utimesSync(old, new Date(), new Date(Date.now() - 61_000));
  await createDrain().drain();

  expect([fs.existsSync(young), fs.existsSync(old)]).toEqual([true, false]);
  expect(intake.counters.all().dropped).toBe(1);
});

test('F24: folders where files are expected do not hold events up', async () => {
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const name of ['dropped.taken', 'somebody.tmp']) {
    const folder = path.join(home.paths.spool, name);
    fs.mkdirSync(folder);
    fs.utimesSync(folder, longAgo, longAgo);
  }
  spool(home.paths, 'whole-one');

  expect(await createDrain({ now: () => Date.now() + 10_000 }).drain()).toBe(1);
});

test('F33: what a full spool threw away reaches the counters, once', async () => {
  const losses = home.paths.spoolDropped;
  fs.writeFileSync(losses, '{"files":3,"bytes":100}\n{"files":2,"bytes":1}\nhalf a li');
  let lateMs = 0;
  const drain = createDrain({ now: () => Date.now() + lateMs });
  await drain.drain();
  await drain.drain();
  expect(intake.counters.all().dropped).toBe(0);
  fs.appendFileSync(`${losses}.taken`, '\n{"files":1,"bytes":1}\n'); // a hook that had opened it before it was renamed
  lateMs = 2000;
  await drain.drain();
  await drain.drain();

  expect(store.counters().dropped).toBe(6);
  expect(fs.readdirSync(home.paths.spool)).toEqual(['rejected']);
});

describe('a file that fails', () => {
  /** Fails for some events, as a bug would. */
  const failingFor = (isPoison: (id: string | undefined) => boolean, error: Error = new TypeError('a bug')) => ({
    accept: async (raw: RawEvent) => (isPoison(raw.id) ? await Promise.reject(error) : await intake.accept(raw)),
  });

  test('holds up nothing behind it, is told, and is put aside', async () => {
    const poison = spool(home.paths, 'poisoned', { sentAtMs: 1 });
    for (let index = 0; index < 150; index += 1) spool(home.paths, `event-${index}-`, { sentAtMs: 1000 + index });
    const drain = createDrain({ intake: failingFor((id) => id === 'poisoned') });

    await expect(drain.drain()).rejects.toThrow('a bug');
    expect(store.stats().events).toBe(150);
    expect(spooled()).toEqual([]);
    expect(rejected()).toEqual([poison]);
    expect(intake.counters.all()).toMatchObject({ rejected: 1, accepted: 150, late: 150 });
  });

  test('stays where the system is at fault', async () => {
    const poison = spool(home.paths, 'poisoned', { sentAtMs: 1 });
    spool(home.paths, 'whole-one');
    const error = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });

    await expect(createDrain({ intake: failingFor((id) => id === 'poisoned', error) }).drain()).rejects.toThrow('EIO');
    expect(store.stats().events).toBe(1);
    expect(spooled()).toEqual([poison]);
  });

  test('stays where no other is taken either', async () => {
    const names = Array.from({ length: 5 }, (_, index) => spool(home.paths, `event-${index}-`));

    await expect(createDrain({ intake: failingFor(() => true) }).drain()).rejects.toThrow('a bug');
    expect(spooled().sort()).toEqual(names);
  });
});

test('an event of very many values that is cut off inside a string is brought in', async () => {
  spool(home.paths, 'bulky-and-cut', { text: bulkyAndCut().toString() });
  spool(home.paths, 'whole-one');

  expect(await createDrain().drain()).toBe(2);
  expect(spooled()).toEqual([]);
});
