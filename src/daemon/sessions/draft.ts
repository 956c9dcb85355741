import type { Agent, Call, SessionState, Wait } from './session-state.ts';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The next state while it is being made: a copy, so that the state before stays as it was. */
export interface Draft extends Omit<Mutable<SessionState>, 'counts' | 'calls' | 'agents' | 'waits'> {
  readonly counts: Mutable<SessionState['counts']>;
  readonly calls: ReadonlyMap<string, Call>;
  readonly agents: ReadonlyMap<string, Agent>;
  waits: readonly Wait[];
  setCall(call: Call): void;
  /** Nobody will speak of it again; what was last known of it stays as it is. */
  dropCall(id: string): void;
  setAgent(agent: Agent): void;
  dropAgent(id: string): void;
  finish(): Advance;
}

/** A state with the calls and agents that became what they are by the last step. */
export interface Advance {
  readonly state: SessionState;
  readonly calls: readonly Call[];
  readonly agents: readonly Agent[];
}

/** Past these the oldest is dropped: whoever publishes beginnings without ends fills no memory. */
const MAX_CALLS = 500;
const MAX_AGENTS = 500;

export function createDraft(state: SessionState): Draft {
  const { calls: callsBefore, agents: agentsBefore, ...rest } = state;
  const calls = createOverlay(callsBefore, MAX_CALLS);
  const agents = createOverlay(agentsBefore, MAX_AGENTS);

  const draft: Draft = {
    ...rest,
    counts: { ...state.counts },
    get calls() {
      return calls.now();
    },
    get agents() {
      return agents.now();
    },
    setCall: calls.set,
    dropCall: calls.drop,
    setAgent: agents.set,
    dropAgent: agents.drop,
    finish() {
      const { setCall: _1, dropCall: _2, setAgent: _3, dropAgent: _4, finish: _5, ...next } = draft;
      return { state: next, calls: calls.changed(), agents: agents.changed() };
    },
  };
  return draft;
}

interface Overlay<One> {
  now(): ReadonlyMap<string, One>;
  set(one: One): void;
  drop(id: string): void;
  changed(): readonly One[];
}

/** Copies the map only when something changes: most events change neither calls nor agents. */
function createOverlay<One extends { readonly id: string }>(
  before: ReadonlyMap<string, One>,
  most: number,
): Overlay<One> {
  const changed = new Map<string, One>();
  let copy: Map<string, One> | undefined;

  const own = (): Map<string, One> => {
    copy ??= new Map(before);
    return copy;
  };

  return {
    now: () => copy ?? before,
    set(one) {
      const map = own().set(one.id, one);
      changed.set(one.id, one);
      const oldest = map.keys().next();
      if (map.size > most && oldest.done !== true) map.delete(oldest.value);
    },
    drop(id) {
      if ((copy ?? before).has(id)) own().delete(id);
    },
    changed: () => [...changed.values()],
  };
}
