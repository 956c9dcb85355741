import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { errorCode } from '../../shared/errors.ts';
import type { SessionDetail, SessionView } from '../../shared/session-view.ts';
import type { Client } from '../api/client.ts';
import type { Feed } from './feed.ts';
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

type ById = ReadonlyMap<string, SessionView>;
type MaybeDetail = SessionView & Partial<Pick<SessionDetail, 'agents'>>;

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
  const current = signal<ById>(new Map());
  const byId = signal<ById>(current.value);
  const isLoaded = signal(false);
  const error = signal<unknown>(undefined);
  const dirty = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopShowing = effect(() => {
    if (!feed.isPaused.value) byId.value = current.value;
  });
  let isAsking = false;

  const note = (sessions: readonly SessionView[]): void => {
    current.value = merge(current.value, sessions);
  };
  const hold = (sessions: readonly SessionView[]): void => {
    note(sessions);
    if (feed.isPaused.value) byId.value = merge(byId.value, sessions);
  };

  /** One question at a time, begun as soon as something was heard: the stream, 20 frames a second at most, is pace enough. */
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
  };
  const read = async (ids: readonly string[]): Promise<void> => {
    if (ids.length > FEW) await readLatest(Math.min(PAGE, ids.length + MARGIN));
    else await Promise.all(ids.map(readOne));
  };
  const rest = (count: number): Promise<void> =>
    new Promise((resolve) => {
      timer = setTimeout(resolve, isMoving() ? REST_MOVING_MS : REST_MS * Math.min(PAGE, count));
    });
  const readLatest = async (limit: number): Promise<void> => {
    try {
      note((await client.sessions({ limit, hidden: 'all' })).sessions);
    } catch {
      // away: with the next welcome all are read anew
    }
  };
  const readOne = async (id: string): Promise<void> => {
    try {
      note([await client.session(id)]);
    } catch {
      // away, or gone: one that was forgotten comes with a reset
    }
  };

  const readAll = async (): Promise<void> => {
    error.value = undefined;
    try {
      await readPages();
    } catch (thrown) {
      error.value = thrown;
      throw thrown;
    }
  };
  const readPages = async (): Promise<void> => {
    const known = new Map<string, SessionView>();
    let cursor: string | undefined;
    do {
      const limit = cursor === undefined ? FIRST_PAGE : PAGE;
      const page = await client.sessions({ limit, cursor, hidden: 'all' });
      for (const session of page.sessions) known.set(session.id, session);
      if (!isLoaded.value) current.value = new Map(known);
      isLoaded.value = true;
      cursor = page.cursor;
    } while (cursor !== undefined && known.size < MAX_SESSIONS);
    current.value = known;
  };

  let reading = Promise.resolve();
  const load = (): Promise<void> => {
    reading = readAll();
    return reading;
  };

  const looking = setInterval(() => {
    if (isLoaded.value) void readLatest(FIRST_PAGE);
  }, LOOK_AGAIN_MS);

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
        return; // away: with the next welcome again
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
      return readLatest(FIRST_PAGE);
    },
    async find(id) {
      try {
        const detail = await client.session(id);
        hold([detail]);
        return detail;
      } catch (error) {
        if (errorCode(error) === 'NOT_FOUND') return undefined;
        throw error;
      }
    },
    touch,
    hold,
    close() {
      stop();
      stopShowing();
      clearTimeout(timer);
      clearInterval(looking);
    },
  };
}

/** A session that is the same stays the same, and so do all of them: what is drawn of it is not drawn anew. */
function merge(held: ById, sessions: readonly SessionView[]): ById {
  const changed = sessions.filter((session) => JSON.stringify(session) !== JSON.stringify(held.get(session.id)));
  if (changed.length === 0) return held;
  const next = new Map(held);
  for (const session of changed) next.set(session.id, keepAgents(held.get(session.id), session));
  return next;
}

/** Sub-agents that are the same stay the same list: what is drawn of them is not drawn anew. */
function keepAgents(known: MaybeDetail | undefined, session: MaybeDetail): MaybeDetail {
  const isSame = session.agents !== undefined && JSON.stringify(session.agents) === JSON.stringify(known?.agents);
  return isSame ? { ...session, agents: known?.agents } : session;
}
