import * as fs from 'node:fs';
import * as path from 'node:path';
import { advance } from '../../src/daemon/sessions/advance.ts';
import {
  type Agent,
  beginSession,
  type Call,
  type SessionEvent,
  type SessionState,
} from '../../src/daemon/sessions/session-state.ts';
import { toEventType } from '../../src/shared/event-type.ts';
import { capturedSequences } from './fixtures.ts';

const FOLDER = path.join(import.meta.dirname, '..', 'fixtures', 'hook-events', 'sequences');
export const STORY_BEGAN_AT_MS = Date.UTC(2026, 10, 22, 12);

/** A recorded run with its own times; ids sort as the events came. */
export function recordedStory(name: string): readonly SessionEvent[] {
  const sequence = capturedSequences().find((one) => one.name === name);
  const times: readonly (readonly [ms: number])[] = JSON.parse(
    fs.readFileSync(path.join(FOLDER, `${name}.times.json`), 'utf8'),
  );
  return (sequence?.events ?? []).map((bytes, at) => {
    const data: Record<string, unknown> = JSON.parse(bytes.toString('utf8'));
    const type = toEventType(String(data.hook_event_name));
    const atMs = STORY_BEGAN_AT_MS + (times[at]?.[0] ?? 0);
    return { id: `event-${String(at).padStart(4, '0')}`, type, atMs, host: 'laptop', data, origin: {} };
  });
}

export interface Told {
  readonly state: SessionState;
  readonly calls: ReadonlyMap<string, Call>;
  readonly agents: ReadonlyMap<string, Agent>;
}

/** Every session of the events, in order of appearance, with all calls and agents there ever were. */
export function tell(events: readonly SessionEvent[]): Told[] {
  const told = new Map<string, { state: SessionState; calls: Map<string, Call>; agents: Map<string, Agent> }>();
  for (const event of events) {
    const id = String(event.data.session_id);
    const before = told.get(id) ?? { state: beginSession(id, event.atMs), calls: new Map(), agents: new Map() };
    const { state, calls, agents } = advance(before.state, event);
    for (const call of calls) before.calls.set(call.id, call);
    for (const agent of agents) before.agents.set(agent.id, agent);
    told.set(id, { ...before, state });
  }
  return [...told.values()];
}

/** One event of a session of one's own making, a second after the other. */
export function anEventAt(second: number, name: string, data: object = {}, origin: object = {}): SessionEvent {
  return {
    id: `event-${String(second).padStart(4, '0')}`,
    type: toEventType(name),
    atMs: STORY_BEGAN_AT_MS + second * 1000,
    host: 'laptop',
    data: { session_id: 'one', hook_event_name: name, cwd: '/home/dev/project', ...data },
    origin: { ...origin },
  };
}
