import * as fs from 'node:fs';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { MpmError } from '../shared/errors.ts';
import type { ForgetReport } from '../shared/forget-report.ts';
import type { History } from '../shared/history.ts';
import type { HomePaths } from '../shared/paths.ts';
import type { Intake } from './events/intake.ts';
import { findSpooled } from './events/spool-traces.ts';
import { createTraceQuestion } from './events/trace-question.ts';
import { type Found, type Round, together, toReport } from './forget-rounds.ts';
import { eachFound } from './store/each-found.ts';
import type { FoundSession, Search } from './store/eraser.ts';
import type { EventStore } from './store/event-store.ts';
import type { ForgetWish } from './store/forget-wish.ts';
import { type SeqRange, toRanges } from './store/seq-ranges.ts';
import { findSetAside, removeSetAside } from './store/set-aside-stores.ts';

/** Removes for good what is to be forgotten, wherever this home keeps it. One thing after the other, and never long at a time. */
export interface Forget {
  /** What would be removed. */
  look(wish: ForgetWish): Promise<ForgetReport>;
  /** Resolves when nothing of it is left. Damaged stores that may hold some of it go whole, where that is wished. */
  forget(wish: ForgetWish, options: { readonly setAsideToo: boolean }): Promise<ForgetReport>;
  close(): Promise<void>;
}

export interface ForgetParts {
  readonly paths: HomePaths;
  readonly store: EventStore;
  readonly history: Pick<History, 'forget'>;
  readonly intake: Pick<Intake, 'idle'>;
  /** Lines of the log that name one of these; taken out if wished. */
  readonly scrubLog: (names: ReadonlySet<string>, options: { readonly remove: boolean }) => number;
  /** Takes the events out of what is searched. */
  readonly forgetSearch: (ranges: readonly SeqRange[]) => Promise<void>;
  /** Called before anything is removed, and again when that has ended, well or not: who counts before one of these and after it sees that it holds what has gone. */
  readonly count: () => void;
  /** Told when it is done and counted. */
  readonly onForgotten: (gone: Forgotten) => void;
}

export interface Forgotten {
  readonly wish: ForgetWish;
  /** Those of which nothing is left. */
  readonly sessions: readonly string[];
  readonly events: number;
}

/** The store is at it for so long at most, and then somebody else. */
const STEP_MS = 4;
const SETTLED_AT_ONCE = 50;
/** What somebody else keeps from being done, as emptying a log that he reads from, is tried so often. */
const TRIES = 40;
const TRY_MS = 50;

export function createForget(parts: ForgetParts): Forget {
  const { paths, store, history, intake, scrubLog, forgetSearch, count, onForgotten } = parts;
  const { eraser } = store;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  return {
    look: (wish) => inTurn(() => look(wish)),
    forget: (wish, { setAsideToo }) => inTurn(() => forget(wish, setAsideToo)),
    async close() {
      isClosed = true;
      await Promise.allSettled([last]);
    },
  };

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = last;
    const run = async (): Promise<Result> => {
      await Promise.allSettled([before]);
      return await work();
    };
    const result = run();
    last = result;
    return result;
  }

  async function look(wish: ForgetWish): Promise<ForgetReport> {
    const found = await findAll(wish);
    let [events, bytes] = [0, 0];
    for (const piece of eachFound(eraser, searchesOf(wish, found), store.lastSeq())) {
      events += piece.seqs.length;
      bytes += piece.bytes;
      await turn();
    }
    const logLines = scrubLog(namesOf(wish, found), { remove: false });
    return toReport(found, { sessions: found.sessions.length, events, bytes, logLines, setAsideToo: false });
  }

  async function forget(wish: ForgetWish, setAsideToo: boolean): Promise<ForgetReport> {
    count();
    let gone: Round;
    try {
      gone = await forgetAll(wish);
    } finally {
      count();
    }
    const { found, sessions, events, bytes } = gone;
    if (setAsideToo) found.setAside.forEach(removeSetAside);
    const logLines = scrubLog(namesOf(wish, found), { remove: true });
    onForgotten({ wish, sessions, events });
    return toReport(found, { sessions: sessions.length, events, bytes, logLines, setAsideToo });
  }

  /** Once more when the store was found damaged meanwhile: what could be read of it was copied, with what had to go. */
  async function forgetAll(wish: ForgetWish): Promise<Round> {
    const rounds: Round[] = [];
    let storeId: string;
    do {
      storeId = store.storeId;
      rounds.push(await forgetOnce(wish, { isAgain: rounds.length > 0 }));
    } while (store.storeId !== storeId);
    return rounds.reduce(together);
  }

  async function forgetOnce(wish: ForgetWish, { isAgain }: { readonly isAgain: boolean }): Promise<Round> {
    const found = await findAll(wish, isAgain ? store.status().setAside : undefined);
    for (const { file } of [...found.spool, ...found.rejected]) fs.rmSync(file, { force: true });
    await intake.idle(); // what the drain had read of them is in the store by now
    const { seqs, bytes } = await eraseEvents(searchesOf(wish, found));
    const sessions = await settle(found.sessions);
    history.forget(seqs);
    await forgetSearch(toRanges(seqs));
    while (eraser.shrink()) await turn();
    await scrub();
    return { found, sessions, events: seqs.length, bytes };
  }

  /** `suspect`: a damaged store that what is meant was in when it was set aside. */
  async function findAll(wish: ForgetWish, suspect?: string): Promise<Found> {
    await mendAll(); // a story that is not told yet says not where it belongs
    const sessions = eraser.sessionsOf(wish);
    const question = createTraceQuestion(wish, new Set(sessions.map(({ id }) => id)));
    return {
      sessions,
      spool: await findSpooled(paths.spool, question),
      rejected: await findSpooled(paths.rejected, question),
      setAside: findSetAside(paths.store, wish, suspect),
    };
  }

  async function eraseEvents(searches: readonly Search[]) {
    const seqs: number[] = [];
    let bytes = 0;
    for (const piece of eachFound(eraser, searches, store.lastSeq())) {
      bytes += piece.bytes;
      for (let left = piece.seqs; left.length > 0; ) {
        const done = eraser.erase(left, STEP_MS);
        for (const seq of left.slice(0, done)) seqs.push(seq);
        left = left.slice(done);
        await turn();
      }
      await turn();
    }
    return { seqs, bytes };
  }

  /** Last, so that whoever was interrupted finds them again. */
  async function settle(sessions: readonly FoundSession[]): Promise<string[]> {
    const gone: string[] = [];
    for (let at = 0; at < sessions.length; at += SETTLED_AT_ONCE) {
      gone.push(...eraser.settle(sessions.slice(at, at + SETTLED_AT_ONCE).map(({ id }) => id)));
      await turn();
    }
    await mendAll();
    return gone;
  }

  /** Copies what is left to copy of a damaged store, too: it would come back afterwards. */
  async function mendAll(): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      while (store.sessions.mend()) await turn();
      if (store.status().salvaging !== true) return;
      await delay(TRY_MS);
    }
    throw new MpmError('NOT_FORGOTTEN', 'What could be read of a damaged store cannot be copied now.');
  }

  /** Last, when nothing moves from one page to another any more; ends with an empty log. */
  async function scrub(): Promise<void> {
    for (let pages = eraser.pages(); pages > 0; ) {
      await emptyLog();
      pages = eraser.scrub(pages);
      await turn();
    }
    await emptyLog();
  }

  async function emptyLog(): Promise<void> {
    for (let tries = 0; !eraser.emptyLog(); tries += 1) {
      if (tries === TRIES) throw new MpmError('NOT_FORGOTTEN', 'Somebody reads the store, so its log still holds it.');
      await delay(TRY_MS);
    }
  }

  async function turn(): Promise<void> {
    await nextTurn();
    if (isClosed) throw new MpmError('STOPPING', 'The daemon stops; not all was forgotten. Ask again.');
  }
}

function searchesOf(wish: ForgetWish, { sessions }: Found): Search[] {
  if (wish.kind !== 'project') return [wish];
  const inSessions = sessions.map(({ id }): Search => ({ kind: 'session', session: id }));
  return [...inSessions, { kind: 'loose', project: wish.project }];
}

function namesOf(wish: ForgetWish, { sessions }: Found): Set<string> {
  const names = new Set(sessions.map(({ id }) => id));
  return wish.kind === 'session' ? names.add(wish.session) : names;
}
