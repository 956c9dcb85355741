import { toEventType } from '../../src/shared/event-type.ts';
import { aBusySession } from './busy-session.ts';
import type { TestDaemon } from './daemon.ts';
import { everyTool } from './every-tool.ts';
import { recordedStory } from './stories.ts';
import type { StoryLine } from './story-line.ts';
import { aWorkingDay } from './working-day.ts';

/** Recorded runs with their own times, each as a session of its own that ended some hours ago. */
const RECORDED = ['print-agent', 'print-fail', 'print-compact', 'print-denied', 'tui-basic', 'print-mcp', 'tui-team'];
const HOUR_MS = 3_600_000;

/** Fills a store with what a developer's day leaves in it: recorded runs, and one day's work that goes on. */
export async function fillStore(daemon: TestDaemon, nowMs = Date.now()): Promise<void> {
  const recorded = RECORDED.flatMap((name, at) => rebase(name, nowMs - (at + 1) * HOUR_MS));
  await postLines(daemon, [...recorded, ...aDay(nowMs)]);
}

/** What a developer's day might look like: every tool, several projects, one that goes on and one that waits. */
export function aDay(nowMs: number): StoryLine[] {
  return [...everyTool(nowMs), ...aWorkingDay(nowMs), ...aBusySession(nowMs)];
}

/** Many events in one request, as an import does it. */
export async function postLines(daemon: TestDaemon, lines: readonly StoryLine[]): Promise<void> {
  const body = lines.map((line) => JSON.stringify(line)).join('\n');
  const headers = { 'content-type': 'application/x-ndjson' };
  const answer = await daemon.request('/v1/events', { method: 'POST', headers, body });
  const { accepted, rejected } = (await answer.json()) as { accepted: number; rejected: unknown[] };
  if (accepted !== lines.length)
    throw new Error(`${accepted} of ${lines.length} were taken: ${JSON.stringify(rejected)}`);
}

function rebase(name: string, beganAtMs: number): StoryLine[] {
  const events = recordedStory(name);
  const firstMs = events[0]?.atMs ?? 0;
  return events.map(({ atMs, data }) => ({
    type: toEventType(String(data.hook_event_name)),
    timestamp: new Date(beganAtMs + atMs - firstMs).toISOString(),
    data,
  }));
}

/** So many prompts of a session, each with a text of its own: `3 and 0`, `3 and 1`, `3 and 2`. */
export function promptsOf(id: string, count: number): StoryLine[] {
  return Array.from({ length: count }, (_, at) => {
    const data = { session_id: id, cwd: '/prompts', hook_event_name: 'UserPromptSubmit', prompt: `${count} and ${at}` };
    return { type: 'hook.user_prompt', timestamp: new Date(Date.now() + at).toISOString(), data };
  });
}
