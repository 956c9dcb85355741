import * as fs from 'node:fs';
import * as os from 'node:os';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSearchIndex, type SearchIndex } from '../../src/daemon/search/search-index.ts';
import { startWorker } from '../../src/daemon/search/start-worker.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { beginAnew } from '../../src/daemon/store/open-ledger.ts';
import { errorCode } from '../../src/shared/errors.ts';
import type { SearchStatus } from '../../src/shared/search.ts';
import { aNewEvent } from '../helpers/new-event.ts';
import { holdsBytes } from '../helpers/search.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let store: EventStore;
let search: SearchIndex;
let states: SearchStatus[];
let workers: Worker[];
let failures: unknown[];
/** Of the store that took the other's place. */
let storeId: string | undefined;

beforeEach(() => {
  home = createTempHome();
  store = openEventStore(home.paths.store, { host: 'laptop' });
  states = [];
  workers = [];
  failures = [];
  storeId = undefined;
});
afterEach(async () => {
  await search.close();
  store.close();
  home.remove();
});

function begin(): void {
  search = createSearchIndex({
    file: home.paths.search,
    eventsFile: home.paths.store,
    storeId: () => storeId ?? store.storeId,
    lastSeq: store.lastSeq,
    startAfterMs: 0,
    retryMs: 50,
    startThread(settings) {
      const worker = startWorker(settings);
      workers.push(worker);
      return worker;
    },
    onState: (status) => states.push(status),
    onFailure: (error) => failures.push(error),
  });
}

function say(...prompts: readonly string[]): void {
  store.append(prompts.map((prompt) => aNewEvent({ body: JSON.stringify({ prompt }) })));
  search?.nudge();
}

async function find(text: string): Promise<number[]> {
  const { hits } = await search.search({ text, filter: {}, limit: 10 });
  return hits.map(({ entry }) => entry.seq);
}

function untilReady(): Promise<true> {
  return until(() => search.status().state === 'ready' && search.status().lagEvents === 0, { what: 'the index' });
}

/** How nice the threads of this process are, those that have not ended meanwhile. */
function niceness(): Set<number> {
  const threads = fs.readdirSync('/proc/self/task').map((id) => `/proc/self/task/${id}/stat`);
  const stats = threads.flatMap(unlessEnded);
  // behind the name come the state, the 3rd field, and 16 more before the niceness
  return new Set(stats.map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])));
}

function unlessEnded(stat: string): string[] {
  try {
    return [fs.readFileSync(stat, 'utf8')];
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errorCode(error) ?? '')) return []; // between the look and the reading, or in it
    throw error;
  }
}

test.skipIf(process.platform !== 'linux')('the thread gives way to those that senders of events wait for', async () => {
  begin();
  say('a first word');
  await untilReady();

  const own = os.getPriority(process.pid);
  expect(niceness()).toEqual(new Set([own, Math.min(19, own + 10)]));
});

test('what comes is taken in by itself, and the lag is told until then', async () => {
  say('needle one', 'hay');
  begin();
  expect(search.status()).toMatchObject({ indexedSeq: 0, lagEvents: 2, state: 'catching_up' });
  await untilReady();
  say('needle two');
  await untilReady();

  expect(await find('needle')).toEqual([3, 1]);
  expect(search.status()).toMatchObject({ indexedSeq: 3, lagEvents: 0, bytes: expect.any(Number) });
});

test('what cannot be asked is refused before the thread is', async () => {
  begin();
  await expect(find('"no end')).rejects.toMatchObject({ code: 'BAD_QUERY' });
});

test('a thread that is killed in its work is started again, and goes on', async () => {
  say(...Array.from({ length: 1000 }, (_, index) => `needle${index}`));
  begin();
  await until(() => search.status().indexedSeq > 0);
  await workers[0]?.terminate();
  expect(search.status().state).toBe('off');
  await untilReady();

  expect(workers).toHaveLength(2);
  expect(await find('needle0')).toEqual([1]);
  expect(await find('needle999')).toEqual([1000]);
  expect(states.map(({ state }) => state === 'off')).toEqual([true, false]);
});

test('whoever waits for an answer of a thread that ends is told', async () => {
  begin();
  await untilReady();
  const [thread] = workers as [Worker];
  thread.postMessage = () => undefined; // it has no time to answer
  const asked = find('needle').catch(errorCode);
  await thread.terminate();

  expect(await asked).toBe('SEARCH_OFF');
});

test('while its file cannot be written search is off, says why, and comes back by itself', async () => {
  fs.mkdirSync(home.paths.search);
  say('needle');
  begin();
  await until(() => search.status().state === 'off');
  expect(search.status().reason).toMatch(/EISDIR/);
  expect(await find('needle').catch(errorCode)).toBe('SEARCH_OFF');
  fs.rmdirSync(home.paths.search);
  await untilReady();

  expect(await find('needle')).toEqual([1]);
});

test('events that are in memory only are not looked for in a file of other ones', async () => {
  const other = openEventStore(`${home.root}/other.db`, { host: 'laptop' });
  say('needle');
  search = createSearchIndex({
    file: home.paths.search,
    eventsFile: home.paths.store,
    storeId: () => other.storeId,
    lastSeq: other.lastSeq,
    startAfterMs: 0,
  });
  await until(() => search.status().state === 'off');

  expect(search.status().reason).toBe('The events that come in now are not in their file.');
  other.close();
});

test('when the events begin anew in another file, so does the index', async () => {
  say('needle of old');
  begin();
  await untilReady();
  expect(await find('needle')).toEqual([1]);

  store.close();
  const { ledger } = beginAnew(home.paths.store, { nowMs: 0, startAfterSeq: 1 });
  const { id, type, atMs } = aNewEvent();
  ledger.write(
    [
      {
        id,
        type,
        atMs,
        sessionId: null,
        toolUseId: null,
        host: 'x',
        body: '{"prompt":"needle"}',
        cut: false,
        origin: '{}',
      },
    ],
    {},
  );
  storeId = ledger.storeId;
  search.beginAnew();
  await until(async () => (await find('needle').catch(() => []))[0] === 2);

  expect(await find('old')).toEqual([]);
  ledger.close();
  store = openEventStore(home.paths.store, { host: 'laptop' });
});

test('what is to be forgotten is gone when that is answered', async () => {
  begin();
  say('zebrafish', 'plain');
  await untilReady();
  expect(holdsBytes(home.paths.home, 'search.db', 'zebrafish')).toBe(true);
  store.eraser.erase([1, 2], 1000); // else they would be taken in again
  await search.forget([{ from: 1, to: 2 }]);

  expect(holdsBytes(home.paths.home, 'search.db', 'zebrafish')).toBe(false);
});

test('it ends with the daemon, also in the middle of its work', async () => {
  say(...Array.from({ length: 2000 }, (_, index) => `needle${index}`));
  begin();
  await until(() => search.status().indexedSeq > 0);
  await search.close();
  await search.close();

  expect(failures).toEqual([]);
  expect(await find('needle').catch(errorCode)).toBe('SEARCH_OFF');
  expect(failures).toEqual([]);
});

test('what is to be forgotten goes with the whole index when that cannot be worked on', async () => {
  begin();
  say('zebrafish', 'plain');
  await untilReady();
  await search.close();
  store.close();
  fs.renameSync(home.paths.store, `${home.root}/away.db`);
  begin();
  await until(() => search.status().state === 'off');
  expect(holdsBytes(home.paths.home, 'search.db', 'plain')).toBe(true);
  await search.forget([{ from: 1, to: 1 }]);

  expect(holdsBytes(home.paths.home, 'search.db', 'zebrafish')).toBe(false);
});
