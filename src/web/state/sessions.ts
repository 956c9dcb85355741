import { type ReadonlySignal, signal } from '@preact/signals';
import { errorCode } from '../../shared/errors.ts';
import type { SessionDetail, SessionView } from '../../shared/session-view.ts';
import type { Client } from '../api/client.ts';
import type { Feed } from './feed.ts';

/** A session that changes all the time is asked for this often, and less often the longer the answer takes. */
const EVERY_MS = 60;
const REST = 2;
/** That a process has gone is told by no event; so the latest are looked at now and then. */
const LOOK_AGAIN_MS = 10_000;
/** What fills a screen comes at once, the rest while that is looked at. */
const FIRST_PAGE = 100;
const PAGE = 1000;
/** More sessions than this are not held; the older ones are found by searching. */
const MAX_SESSIONS = 10_000;
/** More that changed at once are quicker to have by one list. */
const FEW = 3;

export interface Sessions {
  readonly byId: ReadonlySignal<ReadonlyMap<string, SessionView>>;
  /** Undefined until they were read for the first time. */
  readonly isLoaded: ReadonlySignal<boolean>;
  /** Reads all of them; to be called whenever something may have been missed. */
  load(): Promise<void>;
  /** Holds one that may be older than all that are listed; undefined where there is none with this id. */
  find(id: string): Promise<SessionDetail | undefined>;
  close(): void;
}

/** What every session is doing: read from the store, and again for each that something was heard of. */
export function createSessions(client: Client, feed: Feed): Sessions {
  const byId = signal<ReadonlyMap<string, SessionView>>(new Map());
  const isLoaded = signal(false);
  const dirty = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [isAsking, notBeforeMs] = [false, 0];

  const hold = (sessions: readonly SessionView[]): void => {
    const next = new Map(byId.value);
    for (const session of sessions) next.set(session.id, session);
    byId.value = next;
  };

  const refresh = async (): Promise<void> => {
    timer = undefined;
    isAsking = true;
    const startedMs = performance.now();
    const ids = [...dirty];
    dirty.clear();
    try {
      if (ids.length > FEW) hold((await client.sessions({ limit: Math.min(PAGE, ids.length + 20) })).sessions);
      else hold(await Promise.all(ids.map(client.session)));
    } catch {
      // away: with the next welcome all are read anew
    }
    notBeforeMs = performance.now() + Math.max(EVERY_MS, REST * (performance.now() - startedMs));
    isAsking = false;
    if (dirty.size > 0) schedule();
  };
  const schedule = (): void => {
    if (!isAsking) timer ??= setTimeout(() => void refresh(), notBeforeMs - performance.now());
  };

  const load = async (): Promise<void> => {
    const known = new Map<string, SessionView>();
    let cursor: string | undefined;
    do {
      const page = await client.sessions({ limit: cursor === undefined ? FIRST_PAGE : PAGE, cursor });
      for (const session of page.sessions) known.set(session.id, session);
      if (!isLoaded.value) byId.value = new Map(known);
      isLoaded.value = true;
      cursor = page.cursor;
    } while (cursor !== undefined && known.size < MAX_SESSIONS);
    byId.value = known;
  };

  const lookAgain = async (): Promise<void> => {
    if (!isLoaded.value || feed.isPaused.value) return;
    try {
      hold((await client.sessions({ limit: 100 })).sessions);
    } catch {
      // away: said elsewhere
    }
  };
  const looking = setInterval(() => void lookAgain(), LOOK_AGAIN_MS);

  const stop = feed.subscribe({
    onEvents(events) {
      for (const { session_id: id } of events) if (id !== undefined) dirty.add(id);
      if (dirty.size > 0) schedule();
    },
    onReset: () => void load().catch(() => undefined), // away: with the next welcome again
  });

  return {
    byId,
    isLoaded,
    load,
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
    close() {
      stop();
      clearTimeout(timer);
      clearInterval(looking);
    },
  };
}
