import type { NewEvent } from '../../src/daemon/store/event-store.ts';
import { createEventId } from '../../src/shared/event-id.ts';

/** An event as the intake hands it to the store. */
export function aNewEvent(more: Partial<NewEvent> = {}): NewEvent {
  return {
    id: createEventId(Date.now()),
    type: 'hook.pre_tool',
    atMs: Date.parse('2026-11-22T12:00:00.000Z'),
    sessionId: 'one',
    body: '{"hook_event_name":"PreToolUse","session_id":"one"}',
    origin: { via: 'settings' },
    ...more,
  };
}
