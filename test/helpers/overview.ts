import { takeOverview } from '../../src/daemon/overview/take-overview.ts';
import type { SessionEvent } from '../../src/daemon/sessions/session-state.ts';
import type { EventStore } from '../../src/daemon/store/event-store.ts';
import type { Overview } from '../../src/shared/overview.ts';

export interface Asked {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly project?: string;
  readonly sessionId?: string;
}

export function overviewOf(store: EventStore, asked: Asked): Promise<Overview> {
  return takeOverview(asked, { minutes: store.minutes, spoolNow: 0 });
}

/** A finished call as the raw events tell it. */
export interface RawCall {
  readonly sessionId: string;
  readonly tool: string;
  readonly isFailed: boolean;
  readonly atMs: number;
  readonly ms: number | undefined;
}

const ENDS = ['hook.post_tool', 'hook.post_tool_use_failure', 'hook.permission_denied'];

/** Found by looking through the events, with nothing of ours: who ended, when, and after how long. */
export function callsIn(events: readonly SessionEvent[]): RawCall[] {
  const began = new Map<string, number>();
  const seen = new Set<string>();
  const ended = new Set<string>();
  const calls: RawCall[] = [];
  for (const { type, atMs, data } of events) {
    const id = `${data.session_id} ${data.tool_use_id}`;
    const call = { sessionId: String(data.session_id), tool: String(data.tool_name), atMs };
    if (type === 'hook.pre_tool') {
      seen.add(id);
      if (!began.has(id)) began.set(id, atMs);
    }
    if (ENDS.includes(type) && data.tool_use_id !== undefined && !ended.has(id)) {
      seen.add(id);
      ended.add(id);
      const beganMs = began.get(id);
      const ms = typeof data.duration_ms === 'number' ? data.duration_ms : beganMs && atMs - beganMs;
      const isFailed = type === 'hook.post_tool_use_failure' && data.is_interrupt !== true;
      calls.push({ ...call, isFailed, ms });
    }
    if (type !== 'hook.post_tool_batch' || !Array.isArray(data.tool_calls)) continue;
    for (const { tool_use_id: ofBatch, tool_name: tool } of data.tool_calls) {
      if (seen.has(`${data.session_id} ${ofBatch}`)) continue;
      seen.add(`${data.session_id} ${ofBatch}`);
      calls.push({ ...call, tool: String(tool), isFailed: true, ms: undefined });
    }
  }
  return calls;
}
