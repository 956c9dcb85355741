import { createEventLines, type EventLines } from '../../src/cli/render/event-line.ts';
import { glyphsFor } from '../../src/cli/render/glyphs.ts';
import { createPaint } from '../../src/cli/render/paint.ts';
import type { Envelope } from '../../src/shared/envelope.ts';
import { toEventType } from '../../src/shared/event-type.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Lines as a terminal of this width gets them, in UTC; without a width nothing is cut. */
export function linesOf({ columns, coloured = false }: { columns?: number; coloured?: boolean } = {}): EventLines {
  const paint = createPaint(coloured);
  return createEventLines({ columns: () => columns, paint, glyphs: glyphsFor({}), timeZone: 'UTC' });
}

/** The event as it travels; `atMs` counts from noon. */
export function envelopeOf(data: Fields, atMs = 0): Envelope {
  const timestamp = new Date(Date.UTC(2026, 10, 22, 12) + atMs).toISOString();
  const session = typeof data.session_id === 'string' ? { session_id: data.session_id } : {};
  return {
    type: toEventType(String(data.hook_event_name)),
    timestamp,
    id: 'id-of-event',
    seq: 1,
    host: 'laptop',
    ...session,
    data,
  };
}

export const parse = (bytes: Buffer) => JSON.parse(String(bytes)) as Fields;

export const anEvent = (more: Fields): Fields => ({ session_id: 'abcdef01', cwd: '/home/dev/web-shop', ...more });
export const pre = (id: string, tool = 'Bash', input: Fields = { command: 'npm test' }) =>
  anEvent({ hook_event_name: 'PreToolUse', tool_name: tool, tool_input: input, tool_use_id: id });
export const post = (id: string, more: Fields = {}) =>
  anEvent({
    hook_event_name: 'PostToolUse',
    tool_name: 'Bash',
    tool_input: { command: 'npm test' },
    tool_use_id: id,
    ...more,
  });
