import * as fs from 'node:fs';
import type { SessionEvent } from '../../src/daemon/sessions/session-state.ts';
import type { EventStore, NewEvent } from '../../src/daemon/store/event-store.ts';

/** What is on disk at this moment is all that whoever comes after a `kill -9` finds: it lies in the copy. */
export function copyAsKilled(file: string, copy: string): void {
  for (const suffix of ['', '-wal']) {
    if (fs.existsSync(file + suffix)) fs.copyFileSync(file + suffix, copy + suffix);
  }
}

/** An event of a recorded story as the intake hands it to the store. */
export function toNewEvent({ id, type, atMs, data, origin }: SessionEvent): NewEvent {
  const toolUseId = typeof data.tool_use_id === 'string' ? data.tool_use_id : undefined;
  return { id, type, atMs, sessionId: String(data.session_id), toolUseId, body: JSON.stringify(data), origin };
}

/** All that can be asked of the sessions, when everything is told. */
export function everySession(store: EventStore): unknown[] {
  while (store.sessions.mend());
  const { sessions } = store.sessions.list({ limit: 100, hidden: 'all' });
  return sessions.map(({ id }) => [store.sessions.detail(id), store.sessions.spans(id)]);
}
