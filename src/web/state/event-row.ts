import type { Envelope } from '../../shared/envelope.ts';
import type { Match, ToldOutcome } from '../../shared/search.ts';
import { summarise } from '../../shared/summary.ts';
import { toldOutcome } from '../../shared/told-outcome.ts';

/** What the table shows of an event; the whole of it stays in the store, for it may be large. */
export interface EventRow {
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly sessionId: string | undefined;
  readonly tool: string | undefined;
  readonly text: string;
  readonly cwd: string | undefined;
  /** Of an event that tells the end of a call. */
  readonly outcome: ToldOutcome | undefined;
  readonly durationMs: number | undefined;
  /** The best place in which something stands that was looked for. */
  readonly match: Match | undefined;
}

/** As the store gives it; with places where something was looked for. */
export type ToldEvent = Envelope & { readonly match?: readonly Match[] };

/** Longer lines are cut by the table anyway. */
const MAX_TEXT_CHARS = 300;

export function toEventRow({ seq, type, timestamp, session_id: sessionId, data, match }: ToldEvent): EventRow {
  const text = summarise(String(data.hook_event_name ?? type), data).slice(0, MAX_TEXT_CHARS);
  const [tool, cwd] = [textOf(data.tool_name), textOf(data.cwd)];
  const outcome = toldOutcome(type, data);
  const durationMs = typeof data.duration_ms === 'number' ? data.duration_ms : undefined;
  return { seq, type, at: timestamp, sessionId, tool, text, cwd, outcome, durationMs, match: match?.[0] };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
