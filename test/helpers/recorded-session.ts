import * as fs from 'node:fs';
import * as path from 'node:path';
import { toEventType } from '../../src/shared/event-type.ts';
import type { StoryLine } from './story-line.ts';

const FILE = path.join(import.meta.dirname, '..', 'fixtures', 'recorded-session.jsonl');

interface RecordedLine {
  readonly afterMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const LINES = fs
  .readFileSync(FILE, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as RecordedLine);

export const RECORDED_SESSION = String(LINES[0]?.data.session_id);

/**
 * What the hooks of the real Claude Code got while a person at a terminal had a small fault mended: a test that fails, a
 * sub-agent, an edit, and a permission that was waited for. It ended some minutes ago.
 */
export function recordedSession(nowMs: number, agoMs = 6 * 60_000): StoryLine[] {
  const lengthMs = LINES.at(-1)?.afterMs ?? 0;
  return LINES.map(({ afterMs, data }) => ({
    type: toEventType(String(data.hook_event_name)),
    timestamp: new Date(nowMs - agoMs - lengthMs + afterMs).toISOString(),
    data,
  }));
}
