import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SessionDetail, SessionStateName, SessionView, SpanView } from '../../shared/session-view.ts';
import { type Agent, type Call, parseState, type SessionState } from '../sessions/session-state.ts';
import { isLost, toAgentTree, toSessionView, toSpanView } from '../sessions/session-view.ts';
import type { Ahead } from './ahead.ts';
import { type BaseReader, createBaseReader } from './session-base.ts';
import { LABEL_COLUMNS, toLabels } from './session-labels.ts';
import { processKeyOf } from './session-writer.ts';

export interface SessionFilter {
  readonly state?: SessionStateName | undefined;
  readonly project?: string | undefined;
  /** `all`: also those that are hidden; true: only those. */
  readonly hidden?: boolean | 'all' | undefined;
}

export interface SessionListOptions extends SessionFilter {
  readonly limit: number;
  /** Behind this one, as the page before said. */
  readonly cursor?: SessionCursor | undefined;
}

/** The place of a session in the list. */
export interface SessionCursor {
  readonly lastMs: number;
  readonly id: string;
}

export interface SessionPage {
  readonly sessions: readonly SessionView[];
  readonly next?: SessionCursor;
}

/** A session that may still live, and the process that would have to. */
export interface LivingSession {
  readonly id: string;
  readonly pid: number;
  readonly startedAtMs: number;
}

export interface SessionReader extends BaseReader {
  /** The latest first. */
  list(options: SessionListOptions): SessionPage;
  /** What it is now where events tell more of it than its row; so below. */
  view(ahead: Ahead): SessionView;
  detail(id: string, ahead?: Ahead): SessionDetail | undefined;
  /** In the order they began; only those of these ids where some are given. */
  spans(sessionId: string, ids?: readonly string[], ahead?: Ahead): SpanView[];
  /** Sessions not ended whose process could be seen when its events came. */
  living(host: string): LivingSession[];
  /** Their process is gone. */
  lose(ids: readonly string[], atMs: number): void;
}

/** Two sessions are joined by `/clear` when one process ended the one and began the other; where that is unknown, when so little time lies between. */
const CLEAR_GAP_MS = 10_000;
const STATE = "CASE WHEN state <> 'ended' AND lost_ms >= last_ms THEN 'lost' ELSE state END";

export function createSessionReader(database: DatabaseSync): SessionReader {
  const readOne = database.prepare(`SELECT fold, lost_ms, ${LABEL_COLUMNS} FROM sessions WHERE id = ?`);
  const readSpans = database.prepare('SELECT call FROM spans WHERE session_id = ?');
  const readSpan = database.prepare('SELECT call FROM spans WHERE session_id = ? AND id = ?');
  const readAgents = database.prepare('SELECT agent FROM agents WHERE session_id = ?');
  const readLiving = database.prepare(`
    SELECT id, watched_pid AS pid, watched_since_ms AS startedAtMs FROM sessions
    WHERE watched_pid IS NOT NULL AND host = ? AND (lost_ms IS NULL OR lost_ms < last_ms)`);
  const setLost = database.prepare('UPDATE sessions SET lost_ms = max(last_ms, ?) WHERE id = ?');
  const SAME = 'process IS ? AND project IS ?';
  const findPrevious = database.prepare(`
    SELECT id FROM sessions WHERE ended_by_clear_ms BETWEEN ? AND ? AND ${SAME} AND id <> ?
    ORDER BY ended_by_clear_ms DESC LIMIT 1`);
  const findNext = database.prepare(`
    SELECT id FROM sessions WHERE born_by_clear_ms BETWEEN ? AND ? AND ${SAME} AND id <> ?
    ORDER BY born_by_clear_ms LIMIT 1`);

  const read = (id: string, ahead?: Ahead) => {
    const row = readOne.get(id);
    const state = ahead?.state ?? (typeof row?.fold === 'string' ? parseState(row.fold) : undefined);
    return state && { state, lostAtMs: toMs(row?.lost_ms), labels: row === undefined ? {} : toLabels(row) };
  };

  return {
    list({ limit, cursor, ...filter }) {
      const conditions = ['fold IS NOT NULL'];
      const values: SQLInputValue[] = [];
      const add: Add = (condition, ...more) => {
        conditions.push(condition);
        values.push(...more);
      };
      addFilter(filter, add);
      if (cursor !== undefined) add('(last_ms, id) < (?, ?)', cursor.lastMs, cursor.id);
      const rows = database
        .prepare(
          `SELECT id, last_ms, lost_ms, fold, ${LABEL_COLUMNS} FROM sessions WHERE ${conditions.join(' AND ')}
           ORDER BY last_ms DESC, id DESC LIMIT ?`,
        )
        .all(...values, limit + 1);
      const sessions = rows
        .slice(0, limit)
        .map((row) => ({ ...toSessionView(parseState(String(row.fold)), toMs(row.lost_ms)), ...toLabels(row) }));
      const last = rows[limit - 1];
      if (rows.length <= limit || last === undefined) return { sessions };
      return { sessions, next: { lastMs: Number(last.last_ms), id: String(last.id) } };
    },

    view(ahead) {
      const { lostAtMs, labels } = read(ahead.state.id, ahead) ?? {};
      return { ...toSessionView(ahead.state, lostAtMs), ...labels };
    },

    detail(id, ahead) {
      const found = read(id, ahead);
      if (found === undefined) return undefined;
      const { state, lostAtMs, labels } = found;
      const settled = readAgents.all(id).map((row): Agent => JSON.parse(String(row.agent)));
      const agents = merge(settled, ahead?.agents, state.agents).sort(
        (one, other) => one.startedAtMs - other.startedAtMs,
      );
      return {
        ...toSessionView(state, lostAtMs),
        ...labels,
        agents: toAgentTree(agents, isLost(state, lostAtMs)),
        ...chainOf(state),
      };
    },

    spans(sessionId, ids, ahead) {
      const found = read(sessionId, ahead);
      if (found === undefined) return [];
      const isOver = isLost(found.state, found.lostAtMs);
      const rows = ids?.flatMap((id) => readSpan.all(sessionId, id)) ?? readSpans.all(sessionId);
      const settled = rows.map((row): Call => JSON.parse(String(row.call)));
      return merge(settled, ahead?.calls, found.state.calls)
        .filter(({ id }) => ids?.includes(id) ?? true)
        .sort((one, other) => (one.startedAtMs ?? 0) - (other.startedAtMs ?? 0))
        .map((call) => toSpanView(sessionId, call, isOver));
    },

    ...createBaseReader(database),
    living: (host) => readLiving.all(host) as unknown as LivingSession[],
    lose(ids, atMs) {
      for (const id of ids) setLost.run(atMs, id);
    },
  };

  /** F58: `/clear` ends one id and begins another. */
  function chainOf(state: SessionState): { previous?: string; next?: string } {
    const { id, startedBy, startedAtMs, turn, why, lastAtMs, project = null } = state;
    const same = [processKeyOf(state), project, id];
    const previous = startedBy === 'clear' && findPrevious.get(startedAtMs - CLEAR_GAP_MS, startedAtMs, ...same)?.id;
    const next = turn === 'ended' && why === 'clear' && findNext.get(lastAtMs, lastAtMs + CLEAR_GAP_MS, ...same)?.id;
    return {
      ...(typeof previous === 'string' ? { previous } : {}),
      ...(typeof next === 'string' ? { next } : {}),
    };
  }
}

type Add = (condition: string, ...values: SQLInputValue[]) => void;

function addFilter({ state, project, hidden = false }: SessionFilter, add: Add): void {
  if (state !== undefined) add(`${STATE} = ?`, state);
  if (hidden !== 'all') add('hidden = ?', hidden ? 1 : 0);
  if (project !== undefined) add('project = ?', project);
}

/** What the state still speaks of is newer than what is settled; so the later of these go before. */
function merge<One extends { readonly id: string }>(
  settled: readonly One[],
  ...newer: readonly (ReadonlyMap<string, One> | undefined)[]
): One[] {
  const all = new Map(settled.map((one) => [one.id, one]));
  for (const ones of newer) for (const [id, one] of ones ?? []) all.set(id, one);
  return [...all.values()];
}

function toMs(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
