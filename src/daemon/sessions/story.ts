import { advance } from './advance.ts';
import type { Minute } from './minute.ts';
import {
  type Agent,
  beginSession,
  type Call,
  isBefore,
  type SessionEvent,
  type SessionState,
  type StoryKey,
} from './session-state.ts';

/** An event whose seq says where it can be read again. */
export interface NumberedEvent extends SessionEvent {
  readonly seq: number;
}

/** The states before so many of the latest events are kept: hooks that run at once overtake one another by a few. */
const KEPT_STEPS = 32;

interface Step extends StoryKey {
  readonly seq: number;
  readonly before: SessionState;
}

/** Calls, agents and minutes as they have become since they were last taken. */
export interface Changes {
  readonly calls: readonly Call[];
  readonly agents: readonly Agent[];
  readonly minutes: readonly Minute[];
}

/** One session's story while it is told: always in its own order, whatever order the events arrive in. */
export interface Story {
  readonly id: string;
  state(): SessionState;
  /** False when the event belongs further back than is remembered: then the story has to be told again from its beginning. */
  take(event: NumberedEvent): boolean;
  takeChanges(): Changes;
  /** Its oldest events are gone: it can't be told again. A late one that belongs among them is only counted from now on. */
  cut(): void;
}

interface StoryOptions {
  /** Where the story stands; without it, at its beginning. */
  readonly state?: SessionState | undefined;
  readonly readAgain: (seq: number) => NumberedEvent;
  readonly isCut?: boolean;
}

export function createStory(id: string, { state: given, readAgain, isCut: wasCut = false }: StoryOptions): Story {
  const calls = new Map<string, Call>();
  const agents = new Map<string, Agent>();
  const minutes = new Map<number, Minute>();
  let state = given;
  let steps: Step[] = [];
  let isCut = wasCut;

  const isNext = (key: StoryKey, after: SessionState | undefined): boolean =>
    after === undefined || after.counts.events === 0 || isBefore({ atMs: after.lastAtMs, id: after.lastId }, key);

  function tell(event: NumberedEvent): void {
    const before = state === undefined || state.counts.events === 0 ? beginSession(id, event.atMs) : state;
    const next = advance(before, event);
    for (const call of next.calls) calls.set(call.id, call);
    for (const agent of next.agents) agents.set(agent.id, agent);
    state = next.state;
    minutes.set(state.minute.minute, state.minute);
    steps.push({ atMs: event.atMs, id: event.id, seq: event.seq, before });
    if (steps.length > 2 * KEPT_STEPS) steps = steps.slice(-KEPT_STEPS);
  }

  /** Back to before the event's place; whatever was said of calls and agents since is said again. */
  function insert(event: NumberedEvent): boolean {
    const at = steps.findIndex((step) => isBefore(event, step));
    const place = steps[at];
    if (place === undefined || !isNext(event, place.before)) return false;
    const again = steps.slice(at);
    steps = steps.slice(0, at);
    state = place.before;
    for (const call of state.calls.values()) calls.set(call.id, call);
    for (const agent of state.agents.values()) agents.set(agent.id, agent);
    if (state.counts.events > 0) minutes.set(state.minute.minute, state.minute);
    tell(event);
    for (const { seq } of again) tell(readAgain(seq));
    return true;
  }

  /** What became of its turn and its calls is told by what came since; whether its call was counted nobody knows any more. */
  function countLate(event: NumberedEvent): void {
    const before = state ?? beginSession(id, event.atMs);
    const late = advance(beginSession(id, event.atMs), event).state.counts;
    const { events, prompts, errors } = before.counts;
    const counts = { events: events + late.events, prompts: prompts + late.prompts, errors: errors + late.errors };
    state = { ...before, counts: { ...before.counts, ...counts } };
    steps = []; // the states in there do not know of it
  }

  return {
    id,
    state: () => state ?? beginSession(id, 0),
    take(event) {
      if (isNext(event, state)) tell(event);
      else if (!insert(event)) {
        if (!isCut) return false;
        countLate(event);
      }
      return true;
    },
    cut() {
      isCut = true;
      steps = [];
    },
    takeChanges() {
      const changes = {
        calls: [...calls.values()],
        agents: [...agents.values()],
        minutes: [...minutes.values()],
      };
      calls.clear();
      agents.clear();
      minutes.clear();
      return changes;
    },
  };
}
