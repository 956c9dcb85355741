import type { SessionDetail, SessionPatch, SpanView } from '../../shared/session-view.ts';
import type { Keeper } from './keeper.ts';
import type { LivingSession, SessionListOptions, SessionPage } from './session-reader.ts';

/** The sessions as the store's file has them; while it can't be read there are none. */
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

export function createSessionStore({ read, salvage }: Pick<Keeper, 'read' | 'salvage'>, host: string): SessionStore {
  return {
    list: (options) => read(({ sessions }) => sessions.list(options), { sessions: [] }),
    detail: (id) => read(({ sessions }) => sessions.detail(id), undefined),
    spans: (id, ids) => read(({ sessions }) => sessions.spans(id, ids), []),
    living: () => read(({ sessions }) => sessions.living(host), []),
    lose: (ids, atMs) => read(({ sessions }) => sessions.lose(ids, atMs), undefined),
    label: (id, patch) => read(({ sessions }) => sessions.label(id, patch), false),
    mend: () => salvage() || read(({ sessions }) => sessions.mend(), false),
  };
}
