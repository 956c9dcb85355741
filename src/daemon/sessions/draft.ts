import type { Agent, Call, SessionState } from './session-state.ts';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The next state while it is being made: a copy, so that the state before stays as it was. */
export interface Draft extends Omit<Mutable<SessionState>, 'counts'> {
  readonly counts: Mutable<SessionState['counts']>;
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

/** Made for every event: each field is named, for objects of one shape are copied several times as quickly. */
export function createDraft(state: SessionState): Draft {
  const calls = createOverlay(state.calls, MAX_CALLS);
  const agents = createOverlay(state.agents, MAX_AGENTS);

  const draft: Draft = {
    ...toState(state),
    counts: { ...state.counts },
    setCall(call) {
      draft.calls = calls.set(call);
    },
    dropCall(id) {
      draft.calls = calls.drop(id);
    },
    setAgent(agent) {
      draft.agents = agents.set(agent);
    },
    dropAgent(id) {
      draft.agents = agents.drop(id);
    },
    finish: () => ({ state: toState(draft), calls: calls.changed(), agents: agents.changed() }),
  };
  return draft;
}

function toState(state: SessionState): SessionState {
  return {
    id: state.id,
    host: state.host,
    startedAtMs: state.startedAtMs,
    startedBy: state.startedBy,
    lastAtMs: state.lastAtMs,
    lastId: state.lastId,
    project: state.project,
    cwd: state.cwd,
    title: state.title,
    model: state.model,
    permissionMode: state.permissionMode,
    process: state.process,
    isImported: state.isImported,
    turn: state.turn,
    turnSinceMs: state.turnSinceMs,
    restsSinceMs: state.restsSinceMs,
    isCompacting: state.isCompacting,
    why: state.why,
    background: state.background,
    lastPrompt: state.lastPrompt,
    counts: state.counts,
    calls: state.calls,
    ended: state.ended,
    agents: state.agents,
    waits: state.waits,
    minute: state.minute,
  } satisfies Record<keyof SessionState, unknown>;
}

interface Overlay<One> {
  set(one: One): ReadonlyMap<string, One>;
  drop(id: string): ReadonlyMap<string, One>;
  changed(): readonly One[];
}

const NONE: readonly never[] = [];

/** Copies the map only when something changes: most events change neither calls nor agents. */
function createOverlay<One extends { readonly id: string }>(
  before: ReadonlyMap<string, One>,
  most: number,
): Overlay<One> {
  let changed: Map<string, One> | undefined;
  let copy: Map<string, One> | undefined;

  const own = (): Map<string, One> => {
    copy ??= new Map(before);
    return copy;
  };

  return {
    set(one) {
      const map = own().set(one.id, one);
      changed = (changed ?? new Map<string, One>()).set(one.id, one);
      const oldest = map.keys().next();
      if (map.size > most && oldest.done !== true) map.delete(oldest.value);
      return map;
    },
    drop(id) {
      if ((copy ?? before).has(id)) own().delete(id);
      return copy ?? before;
    },
    changed: () => (changed === undefined ? NONE : [...changed.values()]),
  };
}
