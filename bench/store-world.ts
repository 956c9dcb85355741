import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchDaemon, createBenchDaemon } from './store-daemon.ts';
import { type BenchEvent, makeEvents } from './store-events.ts';
import { untilIndexed } from './store-index.ts';
import type { PlainCosts, PlainTask } from './store-plain.ts';
import { createSender } from './store-send.ts';

/** So many events are made, and sent, at a time; the baselines follow each. */
const SEGMENT_EVENTS = 20_000;
/** Of each segment so many come one a request. */
const SINGLES_PART = 0.1;
/** What the store itself puts into one transaction at most, of lines; single posts are rarely together. */
const ROWS_PER_TRANSACTION = 256;
/** After this the daemon has written the rows of its sessions too, and that is counted. */
const SETTLE_MS = 300;

/** µs an event of the daemon's processor time but for its index, and what the same rows cost without it. */
export interface LoadCost {
  readonly events: number;
  readonly cpuUs: number;
  readonly perSecond: number;
  readonly plainUs: number;
  readonly eventsOnlyUs: number;
  readonly linesUs: number;
  readonly linesPerSecond: number;
  /** From the last ack of a part until all of it could be found, in the mean. */
  readonly foundAfterMs: number;
}

export interface Load {
  readonly batches: LoadCost;
  readonly singles: LoadCost;
}

export interface StoreWorld {
  readonly daemon: BenchDaemon;
  readonly folder: string;
  /** Of every event a JSON line: what whoever has no store searches. */
  readonly linesFile: string;
  /** Loads so many more events, baselines in between. */
  load(events: number): Promise<Load>;
  /** So many more events in batches, unmeasured; the same tables without our layers get them too. All can be found then. */
  fill(events: number): Promise<void>;
  /** Events that were in no load yet. */
  more(count: number): BenchEvent[];
  /** Asks the daemon's file by hand. */
  sql<Answer>(ask: (database: DatabaseSync) => Answer): Answer;
  close(): Promise<void>;
}

/** Makes at most so many events. The arguments are Node's, for the daemon. */
export async function createStoreWorld(most: number, nodeArguments: readonly string[] = []): Promise<StoreWorld> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-bench-store-'));
  const daemon = await createBenchDaemon(folder, nodeArguments);
  await daemon.start();
  const plain = fork(path.join(import.meta.dirname, 'store-plain.ts'));
  const events = makeEvents(most);
  const take = (count: number): BenchEvent[] =>
    Array.from({ length: count }, () => events.next().value).filter((event) => event !== undefined);
  const sql = <Answer>(ask: (database: DatabaseSync) => Answer): Answer => {
    const database = new DatabaseSync(daemon.paths.store, { readOnly: true });
    try {
      return ask(database);
    } finally {
      database.close();
    }
  };
  const lastSeq = () =>
    sql((database) => Number(database.prepare('SELECT max(seq) AS seq FROM events').get()?.seq ?? 0));

  const loadPart = async (part: readonly BenchEvent[], kind: 'batches' | 'singles'): Promise<Sums> => {
    const sender = createSender(daemon);
    const firstSeq = lastSeq() + 1;
    const [before, startedMs] = [daemon.processorTime(), performance.now()];
    await sender[kind](part);
    const endedMs = performance.now();
    await delay(SETTLE_MS);
    const ownUs = daemon.processorTime().loopUs - before.loopUs;
    sender.close();
    await untilIndexed(daemon); // what is beside is measured with nothing beside it
    const foundAfterMs = performance.now() - endedMs;
    const rowsPerTransaction = kind === 'batches' ? ROWS_PER_TRANSACTION : 1;
    const task: PlainTask = { from: daemon.paths.store, folder, firstSeq, lastSeq: lastSeq(), rowsPerTransaction };
    return {
      events: part.length,
      cpuUs: ownUs,
      wallMs: endedMs - startedMs,
      foundAfterMs,
      plain: await ask(plain, task),
    };
  };

  return {
    daemon,
    folder,
    linesFile: path.join(folder, 'events.ndjson'),
    async load(count) {
      const sums = { batches: [] as Sums[], singles: [] as Sums[] };
      for (let left = count; left > 0; left -= SEGMENT_EVENTS) {
        const segment = take(Math.min(left, SEGMENT_EVENTS));
        const batched = Math.round(segment.length * (1 - SINGLES_PART));
        sums.batches.push(await loadPart(segment.slice(0, batched), 'batches'));
        sums.singles.push(await loadPart(segment.slice(batched), 'singles'));
      }
      return { batches: toCost(sums.batches), singles: toCost(sums.singles) };
    },
    async fill(count) {
      const sender = createSender(daemon);
      let followed: Promise<unknown> = Promise.resolve();
      for (let left = count; left > 0; left -= SEGMENT_EVENTS) {
        const firstSeq = lastSeq() + 1;
        await sender.batches(take(Math.min(left, SEGMENT_EVENTS)));
        const task = {
          from: daemon.paths.store,
          folder,
          firstSeq,
          lastSeq: lastSeq(),
          rowsPerTransaction: ROWS_PER_TRANSACTION,
        };
        await followed;
        followed = ask(plain, { ...task, isTablesOnly: true });
      }
      sender.close();
      await followed;
      await untilIndexed(daemon);
    },
    more: take,
    sql,
    async close() {
      plain.disconnect();
      await daemon.stop();
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

interface Sums {
  readonly events: number;
  readonly cpuUs: number;
  readonly wallMs: number;
  readonly foundAfterMs: number;
  readonly plain: PlainCosts;
}

async function ask(plain: ChildProcess, task: PlainTask): Promise<PlainCosts> {
  const answered = once(plain, 'message');
  plain.send(task);
  const [costs] = await answered;
  return costs as PlainCosts;
}

function toCost(parts: readonly Sums[]): LoadCost {
  const total = (of: (part: Sums) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  const events = total((part) => part.events);
  const plainUs = (kind: keyof PlainCosts) => total(({ plain }) => plain[kind].cpuUs) / events;
  return {
    events,
    cpuUs: total(({ cpuUs }) => cpuUs) / events,
    perSecond: (events * 1000) / total(({ wallMs }) => wallMs),
    plainUs: plainUs('tables'),
    eventsOnlyUs: plainUs('eventsOnly'),
    linesUs: plainUs('lines'),
    foundAfterMs: total((part) => part.foundAfterMs) / parts.length,
    linesPerSecond: (events * 1000) / total(({ plain }) => plain.lines.wallMs),
  };
}
