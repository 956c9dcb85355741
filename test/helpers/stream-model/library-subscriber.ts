import type { Notice } from '../../../src/client/notice.ts';
import { subscribe } from '../../../src/client/subscribe.ts';
import { until } from '../until.ts';
import type { EventLog } from './event-log.ts';
import { type Heard, judge, type Stretch } from './judge.ts';
import type { Wish } from './registration.ts';
import type { Subscriber } from './subscriber.ts';
import type { World } from './world.ts';

export interface LibrarySubscriber extends Subscriber {
  /** Takes nothing from the iterator any more, or goes on. */
  hold(isHeld: boolean): void;
}

const SETTLE_MS = 8000;

/** Reads by the library, which has to hide every loss of the connection: one stretch for as long as the store is the same. */
export function createLibrarySubscriber(world: World, log: EventLog, wish: Wish): LibrarySubscriber {
  const { filter, start, batch } = wish;
  const { home } = world.daemon;
  const createdAtSeq = log.lastSeq();
  let heard: Heard[] = [];
  let connectedSeq: number | undefined;
  let bounds: { readonly least: number; readonly most: number } | undefined;
  let isSecondStore = false;
  /** The one store is left, the other one was not told of yet. */
  let isBetween = false;
  let isGapDue = false;
  let problem: string | undefined;
  let go = Promise.withResolvers<void>();
  go.resolve();

  const fail = (what: string): void => {
    problem ??= `${JSON.stringify(wish)}: ${what}`;
  };

  const onNotice = (notice: Notice): void => {
    if (notice.kind === 'newStore' && !isBetween) fail('told of another store');
    if (notice.kind === 'newStore') [isBetween, heard, bounds, connectedSeq] = [false, [], undefined, undefined];
    if (notice.kind === 'connected' && !isBetween) connectedSeq ??= notice.seq;
    if (notice.kind !== 'gap' || isBetween) return;
    const { from, to = null, count = null } = notice;
    if (to !== null) heard.push({ gap: { from, to, count } });
    else if (isGapDue) isGapDue = false;
    else fail(`a gap without an end from ${from}`);
  };

  const subscription = subscribe({
    home: home.paths.home,
    session: filter.session_id,
    types: filter.types,
    batch,
    onNotice,
    ...(start.from === 'after' ? { after: start.seq } : {}),
    ...(start.from === 'history' ? { history: start.count } : {}),
    ...(start.from === 'since' ? { since: new Date(start.atMs).toISOString() } : {}),
  });
  void (async () => {
    try {
      for await (const { seq } of subscription) {
        if (isGapDue && !isBetween) fail(`${seq} came before the gap was told`);
        if (!isBetween) heard.push({ seq }); // else it was forgotten since it came
        await go.promise;
      }
    } catch (error) {
      fail(`ended: ${error}`);
    }
  })();

  const boundsOf = (seq: number): { least: number; most: number } => {
    const exactly = (one: number) => ({ least: one, most: one });
    const held = log.asked(filter, 0).filter((event) => event.seq <= seq && event.fate === 'held');
    const newest = (count: number) => exactly((held.at(-count)?.seq ?? held[0]?.seq ?? seq + 1) - 1);
    if (isSecondStore) return newest(1000);
    if (start.from === 'after') return exactly(start.seq);
    if (start.from === 'history' && start.count > 0) return newest(start.count);
    const since = start.from === 'since' ? held.filter(({ atMs }) => atMs >= start.atMs) : [];
    return since[0] === undefined ? { least: createdAtSeq, most: seq } : exactly(since[0].seq - 1);
  };

  const stretch = (): Stretch => {
    if (connectedSeq !== undefined) bounds ??= boundsOf(connectedSeq);
    const { least, most } = bounds ?? { least: 0, most: Number.MAX_SAFE_INTEGER };
    return { filter, least, most, heard, wasSlow: true };
  };

  const check = () => {
    if (isBetween) return { reachedSeq: 0, due: [] };
    const verdict = judge(stretch(), log);
    if (verdict.problem !== undefined)
      fail(`from ${JSON.stringify(bounds)} ${verdict.problem} in ${JSON.stringify(heard)}`);
    return verdict;
  };

  const hold = (isHeld: boolean): void => {
    go.resolve();
    if (isHeld) go = Promise.withResolvers();
  };

  return {
    hold,
    async quiesce() {
      if (bounds !== undefined && !isBetween) return;
      world.release();
      hold(false);
      await until(() => (!isBetween && connectedSeq !== undefined) || problem !== undefined, {
        everyMs: 1,
        what: 'a connection',
      });
      check();
    },
    begin() {
      check();
      [isSecondStore, isBetween, isGapDue] = [true, true, true];
    },
    async settle() {
      hold(false);
      world.release();
      const deadline = Date.now() + SETTLE_MS;
      while (isBetween || isGapDue || connectedSeq === undefined || check().due.length > 0) {
        if (problem !== undefined) return;
        if (Date.now() > deadline) return fail(`${JSON.stringify(heard)} misses ${check().due.map(({ seq }) => seq)}`);
        await new Promise((next) => setTimeout(next, 2));
      }
    },
    problem: () => problem,
    close: () => void subscription.close(),
  };
}
