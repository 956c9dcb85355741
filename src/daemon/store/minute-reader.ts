import type { DatabaseSync } from 'node:sqlite';
import type { SessionLabel } from '../../shared/overview.ts';
import type { SpanView } from '../../shared/session-view.ts';
import { type Call, parseState, type Wait } from '../sessions/session-state.ts';
import { toSpanView } from '../sessions/session-view.ts';
import { sessionsOfProject } from './of-project.ts';

export interface MinuteRow {
  readonly minute: number;
  readonly sessionId: string;
  /** For `parseMinute`: whoever asks for few sessions has little to parse. */
  readonly text: string;
}

/** Behind it the next piece begins. */
export interface MinutePlace {
  readonly minute: number;
  readonly sessionId: string;
}

export interface MinutePiece {
  readonly from: MinutePlace;
  /** This minute is none of them any more. */
  readonly before: number;
  /** Only of this session. */
  readonly sessionId?: string | undefined;
  readonly limit: number;
}

/** Something that a session waits for now. */
export interface OpenWait extends Wait {
  readonly sessionId: string;
}

/** A call's two ends: the call as it was told, and where its events stand. */
export interface CallPlace {
  readonly span: SpanView;
  readonly seqs: readonly number[];
}

/** What the overview is put together from, in pieces that hold up nobody. */
export interface MinuteReader {
  /** In order of time. */
  minutes(piece: MinutePiece): readonly MinuteRow[];
  /** Of sessions that were begun in this folder or below it, and heard of since then. */
  sessionIdsOf(project: string, sinceMs: number): readonly string[];
  /** What sessions that were heard of since then wait for. */
  openWaits(sinceMs: number): readonly OpenWait[];
  label(sessionId: string): SessionLabel;
  /** The beginning of what a human last wrote, unless that was later. */
  lastPrompt(sessionId: string, untilMs: number): string | undefined;
  /** Undefined when no event of it is kept any more. */
  callAt(sessionId: string, callId: string, endedAtMs: number): CallPlace | undefined;
  /** The event that a wait began with; undefined when it is not kept any more. */
  waitAt(sessionId: string, sinceMs: number): number | undefined;
}

/** What names it in a line. */
const MAX_PROMPT_CHARS = 120;
/** More sessions than anyone leaves waiting. */
const MOST_WAITING = 200;

export function createMinuteReader(database: DatabaseSync): MinuteReader {
  const COLUMNS = 'SELECT minute, session_id AS sessionId, told FROM minutes';
  const ofAll = database.prepare(
    `${COLUMNS} WHERE (minute, session_id) > (?, ?) AND minute < ? ORDER BY minute, session_id LIMIT ?`,
  );
  const ofOne = database.prepare(
    `${COLUMNS} WHERE session_id = ? AND minute > ? AND minute < ? ORDER BY minute LIMIT ?`,
  );
  const waiting = database.prepare(`
    SELECT id, fold FROM sessions
    WHERE last_ms >= ? AND state = 'waiting' AND fold IS NOT NULL AND (lost_ms IS NULL OR lost_ms < last_ms)
    ORDER BY last_ms DESC LIMIT ${MOST_WAITING}`);
  const readLabel = database.prepare("SELECT project, name, fold ->> '$.title' AS title FROM sessions WHERE id = ?");
  const readPrompt = database.prepare(
    "SELECT fold ->> '$.lastPrompt.text' AS text FROM sessions WHERE id = ? AND fold ->> '$.lastPrompt.atMs' <= ?",
  );
  const readSpan = database.prepare('SELECT call FROM spans WHERE session_id = ? AND id = ?');
  const findEvents = database.prepare(
    'SELECT seq FROM events WHERE at_ms IN (?, ?) AND session_id = ? AND tool_use_id = ? ORDER BY at_ms, seq',
  );

  const findWait = database.prepare(`
    SELECT seq FROM events WHERE at_ms = ? AND session_id = ?
    ORDER BY type IN ('hook.permission_request', 'hook.elicitation', 'hook.notification', 'hook.stop') DESC, seq LIMIT 1`);

  return {
    minutes({ from, before, sessionId, limit }) {
      const rows =
        sessionId === undefined
          ? ofAll.all(from.minute, from.sessionId, before, limit)
          : ofOne.all(sessionId, from.sessionId === '' ? from.minute - 1 : from.minute, before, limit);
      return rows.map((row) => ({
        minute: Number(row.minute),
        sessionId: String(row.sessionId),
        text: String(row.told),
      }));
    },
    sessionIdsOf(project, sinceMs) {
      const { sql, values } = sessionsOfProject(project);
      return database
        .prepare(`${sql} AND last_ms >= ?`)
        .all(...values, sinceMs)
        .map(({ id }) => String(id));
    },
    openWaits: (sinceMs) =>
      waiting.all(sinceMs).flatMap(({ id, fold }) => {
        const { waits } = parseState(String(fold));
        return waits.map((wait) => ({ ...wait, sessionId: String(id) }));
      }),
    label(sessionId) {
      const { project, name, title } = readLabel.get(sessionId) ?? {};
      return {
        id: sessionId,
        ...(typeof project === 'string' ? { project } : {}),
        ...(typeof name === 'string' ? { name } : {}),
        ...(typeof title === 'string' ? { title } : {}),
      };
    },
    lastPrompt(sessionId, untilMs) {
      const text = readPrompt.get(sessionId, untilMs)?.text;
      return typeof text === 'string' ? text.slice(0, MAX_PROMPT_CHARS) : undefined;
    },
    callAt(sessionId, callId, endedAtMs) {
      const told = readSpan.get(sessionId, callId)?.call;
      if (typeof told !== 'string') return undefined;
      const call: Call = JSON.parse(told);
      const rows = findEvents.all(call.startedAtMs ?? endedAtMs, endedAtMs, sessionId, callId);
      const seqs = rows.map(({ seq }) => Number(seq));
      return seqs.length === 0 ? undefined : { span: toSpanView(sessionId, call, false), seqs };
    },
    waitAt(sessionId, sinceMs) {
      const seq = findWait.get(sinceMs, sessionId)?.seq;
      return seq === undefined ? undefined : Number(seq);
    },
  };
}
