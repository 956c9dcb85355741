import type { Envelope } from '../../shared/envelope.ts';
import { createMatcher } from '../../shared/event-filter.ts';
import { summarise } from '../../shared/summary.ts';

/** What the table shows of an event; the whole of it stays in the store, for it may be large. */
export interface EventRow {
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly sessionId: string | undefined;
  readonly tool: string | undefined;
  readonly text: string;
  readonly cwd: string | undefined;
}

/** Longer lines are cut by the table anyway. */
const MAX_TEXT_CHARS = 300;

export function toEventRow({ seq, type, timestamp, session_id: sessionId, data }: Envelope): EventRow {
  const text = summarise(String(data.hook_event_name ?? type), data).slice(0, MAX_TEXT_CHARS);
  return { seq, type, at: timestamp, sessionId, tool: textOf(data.tool_name), text, cwd: textOf(data.cwd) };
}

/** How the table is narrowed, as it stands in the address. */
export interface EventNarrowing {
  readonly session: string | undefined;
  readonly types: readonly string[];
  readonly tools: readonly string[];
  readonly since: string | undefined;
  readonly until: string | undefined;
}

export function parseNarrowing(query: URLSearchParams): EventNarrowing {
  return {
    session: query.get('session') ?? undefined,
    types: listOf(query.get('type')),
    tools: listOf(query.get('tool')),
    since: query.get('since') ?? undefined,
    until: query.get('until') ?? undefined,
  };
}

/** The same question that the store answers, for what arrives. */
export function createRowTest({ session, types, tools, until }: EventNarrowing): (event: Envelope) => boolean {
  const isOfType = createMatcher({
    ...(session === undefined ? {} : { sessionId: session }),
    ...(types.length === 0 ? {} : { types }),
  });
  const isOfTool = tools.length === 0 ? () => true : createMatcher({ types: tools });
  if (until !== undefined) return () => false;
  return (event) => isOfType(event) && isOfTool({ type: textOf(event.data.tool_name) ?? '' });
}

function listOf(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
