import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { errorCode } from '../../shared/errors.ts';
import type { SessionDetail, SessionView } from '../../shared/session-view.ts';
import type { Client } from '../api/client.ts';
import type { Feed } from './feed.ts';
import { type ById, createHeldSessions, merge, needsDetail } from './held-sessions.ts';
import { isMoving } from './movement.ts';

/** For each session that was asked for, the daemon is left alone so long: some five times what one costs it. */
const REST_MS = 0.2;
/** While somebody scrolls it is this long, whatever it costs: that has to be smooth. */
const REST_MOVING_MS = 100;
/** That a process has gone is told by no event; so the latest are looked at now and then. */
const LOOK_AGAIN_MS = 10_000;
/** What fills a screen comes at once, the rest while that is looked at. */
const FIRST_PAGE = 100;
const PAGE = 1000;
/** More sessions than this are not held; the older ones are found by searching. */
const MAX_SESSIONS = 10_000;
/** More that changed at once are quicker to have by one list. */
const FEW = 3;
/** More than have changed, for others may have come before them since. */
const MARGIN = 20;

export interface Sessions {
  /** As they are shown, hidden ones too: while paused, as they were then. */
  readonly byId: ReadonlySignal<ById>;
  /** As they are, whatever is shown. */
  readonly current: ReadonlySignal<ById>;
  /** False until they were read for the first time. */
  readonly isLoaded: ReadonlySignal<boolean>;
  /** Why not all could be read, when that was tried last. */
  readonly error: ReadonlySignal<unknown>;
  /** Reads all of them; to be called whenever something may have been missed. */
  load(): Promise<void>;
  /** Reads what may have changed since `load` was called, just now. */
  catchUp(): Promise<void>;
  /** Holds one that may be older than all that are listed; undefined where there is none with this id. */
  find(id: string): Promise<SessionDetail | undefined>;
  /** Something was said of it: it is read again soon. */
  touch(id: string): void;
  /** Somebody has asked for these here, and sees them even while paused. */
  hold(sessions: readonly SessionView[]): void;
  close(): void;
}

/** What every session is doing: read from the store, and again for each that something was heard of. */
export function createSessions(client: Client, feed: Feed): Sessions {
  const held = createHeldSessions();
  const current = held.byId;
  const byId = signal<ById>(current.peek());
  const isLoaded = signal(false);
  const error = signal<unknown>(undefined);
  const dirty = new Set<string>();
  /** Asked for in vain: left for when there is another reason to ask. */
  const unread = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopShowing = effect(() => {
    if (!feed.isPaused.value || !isLoaded.value) byId.value = current.value;
  });
  let isAsking = false;

  const showAlsoPaused = (ids: readonly string[]): void => {
    const now = ids.map((id) => current.peek().get(id)).filter((session) => session !== undefined);
    if (feed.isPaused.value) byId.value = merge(byId.value, now);
  };

  /** One turn after the other, begun as soon as something was heard: the stream, 20 frames a second at most, is pace enough. */
  const refresh = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    while (dirty.size > 0) {
      const ids = [...dirty];
      dirty.clear();
      await read(ids);
      await rest(ids.length);
    }
    isAsking = false;
    for (const id of unread) dirty.add(id);
    unread.clear();
  };
  const read = (ids: readonly string[]): Promise<void> => (ids.length > FEW ? readMany(ids) : readEach(ids));
  const rest = (count: number): Promise<void> =>
    new Promise((resolve) => {
      timer = setTimeout(resolve, isMoving() ? REST_MOVING_MS : REST_MS * Math.min(PAGE, count));
    });
  /** Those that the list lacks have changed though nothing happened in them, as when they were named. */
  const readMany = async (ids: readonly string[]): Promise<void> => {
    try {
      const listed = await readLatest(Math.min(PAGE, ids.length + MARGIN));
      await readEach(ids.filter((id) => !listed.has(id)));
    } catch {
      for (const id of ids) unread.add(id);
    }
  };
  const readEach = async (ids: readonly string[]): Promise<void> => {
    for (let at = 0; at < ids.length; at += FEW) await Promise.all(ids.slice(at, at + FEW).map(readOne));
  };
  const readLatest = async (limit: number): Promise<ReadonlySet<string>> => {
    const question = held.ask();
    const { sessions } = await client.sessions({ limit, hidden: 'all' });
    held.note(question, sessions);
    return new Set(sessions.map(({ id }) => id));
  };
  const readOne = async (id: string): Promise<void> => {
    const question = held.ask();
    try {
      held.note(question, [await client.session(id)]);
    } catch (error) {
      if (errorCode(error) !== 'NOT_FOUND') unread.add(id); // one that was forgotten comes with a reset
    }
  };

  let reading = Promise.resolve();
  let latestReading = 0;
  const load = (): Promise<void> => {
    reading = readAll(held.ask());
    return reading;
  };
  /** Where another reading has begun since, it is that which counts. */
  const readAll = async (first: number): Promise<void> => {
    latestReading = first;
    error.value = undefined;
    try {
      await readPages(first);
    } catch (thrown) {
      if (first !== latestReading) return reading;
      error.value = thrown;
      throw thrown;
    }
    if (first !== latestReading) return reading;
    held.dropBefore(first);
  };
  const readPages = async (first: number): Promise<void> => {
    let [cursor, count]: [string | undefined, number] = [undefined, 0];
    do {
      const limit = cursor === undefined ? FIRST_PAGE : PAGE;
      const question = held.ask();
      const page = await client.sessions({ limit, cursor, hidden: 'all' });
      if (first !== latestReading) return;
      held.note(question, page.sessions);
      isLoaded.value = true;
      count += page.sessions.length;
      cursor = page.cursor;
    } while (cursor !== undefined && count < MAX_SESSIONS);
  };

  const lookAgain = async (): Promise<void> => {
    void refresh();
    try {
      await readLatest(FIRST_PAGE);
    } catch {
      // in a while again
    }
  };
  const looking = setInterval(() => {
    if (isLoaded.value) void lookAgain();
  }, LOOK_AGAIN_MS);

  /** Asked once more where the answer came too late to count. */
  const find = async (id: string): Promise<SessionDetail | undefined> => {
    const question = held.ask();
    try {
      const detail = await client.session(id);
      held.note(question, [detail]);
      showAlsoPaused([id]);
      return needsDetail(current.peek().get(id)) ? find(id) : detail;
    } catch (error) {
      if (errorCode(error) === 'NOT_FOUND') return undefined;
      throw error;
    }
  };

  const touch = (id: string): void => {
    dirty.add(id);
    void refresh();
  };

  const stop = feed.subscribe({
    onHeard(events) {
      for (const { session_id: id } of events) if (id !== undefined) dirty.add(id);
      void refresh();
    },
    async onReset(hasGone) {
      try {
        await load();
      } catch {
        return; // away: with the next welcome again; otherwise it stands in `error`
      }
      if (hasGone) byId.value = current.value;
    },
  });

  return {
    byId,
    current,
    isLoaded,
    error,
    load,
    async catchUp() {
      try {
        await reading;
      } catch {
        return load();
      }
      await readLatest(FIRST_PAGE);
    },
    find,
    touch,
    hold(sessions) {
      held.note(held.ask(), sessions);
      showAlsoPaused(sessions.map(({ id }) => id));
    },
    close() {
      stop();
      stopShowing();
      clearTimeout(timer);
      clearInterval(looking);
    },
  };
}
