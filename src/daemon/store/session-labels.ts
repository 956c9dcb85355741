import type { DatabaseSync } from 'node:sqlite';
import type { SessionPatch, SessionView } from '../../shared/session-view.ts';

/** What people say of sessions: no event tells it, and none takes it away. */
export interface SessionLabels {
  /** False when there is no such session. */
  label(id: string, patch: SessionPatch): boolean;
}

export const LABEL_COLUMNS = 'name, pinned, hidden, pruned';

export function createSessionLabels(database: DatabaseSync): SessionLabels {
  const update = database.prepare(`
    UPDATE sessions SET name = iif(?, ?, name), pinned = coalesce(?, pinned), hidden = coalesce(?, hidden) WHERE id = ?`);

  return {
    label(id, { name, pinned, hidden }) {
      const isNamed = name === undefined ? 0 : 1;
      return update.run(isNamed, name ?? null, toFlag(pinned), toFlag(hidden), id).changes === 1;
    },
  };
}

/** Null leaves it as it is. */
function toFlag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

/** As they stand in a view; what is not so is absent. */
export function toLabels(
  row: Readonly<Record<string, unknown>>,
): Pick<SessionView, 'name' | 'pinned' | 'hidden' | 'pruned'> {
  return {
    ...(typeof row.name === 'string' ? { name: row.name } : {}),
    ...(row.pinned === 1 ? { pinned: true } : {}),
    ...(row.hidden === 1 ? { hidden: true } : {}),
    ...(row.pruned === 1 ? { pruned: true } : {}),
  };
}
