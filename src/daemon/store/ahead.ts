import type { Agent, Call, SessionState } from '../sessions/session-state.ts';

/** A session as it goes on in memory, further than its row. */
export interface Ahead {
  readonly state: SessionState;
  /** As they have become since. */
  readonly calls: ReadonlyMap<string, Call>;
  readonly agents: ReadonlyMap<string, Agent>;
}
