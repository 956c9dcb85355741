import type { SessionDetail, SessionPatch, SpanView } from '../../shared/session-view.ts';
import type { HeldStories } from './held-stories.ts';
import type { Keeper } from './keeper.ts';
import { listAll } from './list-all.ts';
import type { LivingSession, SessionListOptions, SessionPage } from './session-reader.ts';

/** The sessions as the store's file has them, gone on with what waits in memory; while the file can't be read there are none. */
export interface SessionStore {
  /** The latest first. */
  list(options: SessionListOptions): SessionPage;
  detail(id: string): SessionDetail | undefined;
  /** In the order they began; only those of these ids where some are given. */
  spans(sessionId: string, ids?: readonly string[]): SpanView[];
  /** Sessions of this machine, not ended, whose process could be seen when its events came. */
  living(): LivingSession[];
  /** Their process is gone. */
  lose(ids: readonly string[], atMs: number): void;
  /** What a person says of a session; false when there is none of this id. */
  label(id: string, patch: SessionPatch): boolean;
  /** Does a piece of what is to be made good: first copies what was salvaged, then tells stories again. True while there is more to do. */
  mend(): boolean;
}

export interface SessionStoreParts extends Pick<Keeper, 'read' | 'salvage'> {
  readonly host: string;
  readonly stories: HeldStories;
}

export function createSessionStore({ read, salvage, host, stories }: SessionStoreParts): SessionStore {
  return {
    list(options) {
      const aheads = stories.all();
      return read(({ sessions }) => listAll(options, { sessions, aheads }), { sessions: [] });
    },
    detail(id) {
      const ahead = stories.all().get(id);
      return read(({ sessions }) => sessions.detail(id, ahead), undefined);
    },
    spans(id, ids) {
      const ahead = stories.all().get(id);
      return read(({ sessions }) => sessions.spans(id, ids, ahead), []);
    },
    living: () => read(({ sessions }) => sessions.living(host), []),
    lose: (ids, atMs) => read(({ sessions }) => sessions.lose(ids, atMs), undefined),
    label: (id, patch) => read(({ sessions }) => sessions.label(id, patch), false),
    mend: () => salvage() || read(({ sessions }) => sessions.mend(), false),
  };
}
