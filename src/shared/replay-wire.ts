import { parseDuration } from './duration.ts';

/** Where in a recording: a time, a stretch from its beginning, or a stretch from where it is now, in ms. */
export type ReplayPlace = { readonly atMs: number } | { readonly intoMs: number } | { readonly byMs: number };

/** What a client may say of replays. `id` is its own name for one; infinite speed is as fast as it reads. */
export type ReplayMessage =
  | {
      readonly type: 'replay';
      readonly id: string;
      readonly sessionId: string;
      readonly speed: number;
      readonly from: ReplayPlace;
      readonly maxGapMs?: number;
    }
  | { readonly type: 'replay.pause' | 'replay.resume' | 'replay.stop'; readonly id: string }
  | { readonly type: 'replay.seek'; readonly id: string; readonly to: ReplayPlace }
  | { readonly type: 'replay.speed'; readonly id: string; readonly speed: number };

/** Where a replay stands: said at its start, whenever a client has changed it, and at its end. */
export interface ReplayState {
  readonly type: 'system.replay';
  /** The `id` of its messages; each of its envelopes says it too. */
  readonly replay: string;
  readonly session_id: string;
  readonly state: 'playing' | 'paused' | 'ended' | 'stopped';
  /** A recorded time, as are the start and the end. */
  readonly position: string;
  readonly start: string;
  readonly end: string;
  /** How many events it has, and how many of them lie before the position. */
  readonly count: number;
  readonly passed: number;
  readonly speed: number | 'max';
  readonly max_gap_ms?: number;
  /** So many were deleted after it had begun. */
  readonly missing?: number;
}

type Fields = Readonly<Record<string, unknown>>;
type Problem = { readonly problem: { readonly code: string; readonly message: string; readonly id?: string } };

/** Goes by this name unless its client says another: who has one replay at a time never needs to. */
const ONLY_ID = 'replay';
const MAX_CHARS = 200;
const SLOWEST = 0.01;
const FASTEST = 1000;

/** A message of a type that begins with `replay`, or what is wrong with it; undefined for a type that there is not. */
export function parseReplay(fields: Fields): ReplayMessage | Problem | undefined {
  const { type, id = ONLY_ID } = fields;
  if (!isName(id)) return wrong('bad_id', `\`id\` must be a text of at most ${MAX_CHARS} characters.`);
  if (type === 'replay') return parseStart(fields, id);
  if (type === 'replay.pause' || type === 'replay.resume' || type === 'replay.stop') return { type, id };
  if (type === 'replay.seek') {
    const to = parseReplayPlace(fields.to);
    return to === undefined ? wrong('bad_to', `\`to\` must be ${A_PLACE}.`, id) : { type, id, to };
  }
  if (type !== 'replay.speed') return undefined;
  const speed = parseSpeed(fields.speed);
  return speed === undefined ? wrong('bad_speed', A_SPEED, id) : { type, id, speed };
}

/** An ISO time or ms since the epoch; `10m` counts from the beginning, `+10s` and `-10s` from where the replay is. */
function parseReplayPlace(written: unknown): ReplayPlace | undefined {
  if (typeof written === 'number') return Number.isSafeInteger(written) ? { atMs: written } : undefined;
  if (typeof written !== 'string') return undefined;
  const sign = /^[+-]/.exec(written)?.[0];
  const lengthMs = parseDuration(sign === undefined ? written : written.slice(1));
  if (lengthMs === undefined) {
    const atMs = /^\d{4}-\d{2}-\d{2}/.test(written) ? Date.parse(written) : Number.NaN;
    return Number.isNaN(atMs) ? undefined : { atMs };
  }
  if (sign === undefined) return { intoMs: lengthMs };
  return { byMs: sign === '-' ? -lengthMs : lengthMs };
}

const A_PLACE = 'an ISO 8601 time, ms since the epoch, or 90s, 10m, 2h from the beginning';
const A_SPEED = `\`speed\` must be a number between ${SLOWEST} and ${FASTEST}, or "max".`;

function parseStart(fields: Fields, id: string): ReplayMessage | Problem {
  const { session_id: sessionId, from = '0s', max_gap_ms: maxGapMs } = fields;
  const [speed, place] = [parseSpeed(fields.speed), parseReplayPlace(from)];
  if (!isName(sessionId)) return wrong('bad_session_id', "`session_id` must be a session's id.", id);
  if (speed === undefined) return wrong('bad_speed', A_SPEED, id);
  if (place === undefined || 'byMs' in place) return wrong('bad_from', `\`from\` must be ${A_PLACE}.`, id);
  if (!isGap(maxGapMs)) return wrong('bad_max_gap', '`max_gap_ms` must be a number, 0 or more.', id);
  const start = { type: 'replay', id, sessionId, speed, from: place } as const;
  return maxGapMs === undefined ? start : { ...start, maxGapMs };
}

/** 0 and nothing are the speed of life. */
function parseSpeed(written: unknown = 1): number | undefined {
  if (written === 'max') return Number.POSITIVE_INFINITY;
  if (written === 0) return 1;
  if (typeof written !== 'number') return undefined;
  return written >= SLOWEST && written <= FASTEST ? written : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_CHARS;
}

function isGap(value: unknown): value is number | undefined {
  return value === undefined || (typeof value === 'number' && value >= 0 && Number.isFinite(value));
}

function wrong(code: string, message: string, id?: string): Problem {
  return { problem: id === undefined ? { code, message } : { code, message, id } };
}
